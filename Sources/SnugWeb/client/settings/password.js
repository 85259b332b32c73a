// One's password: changed, or chosen for the first time by someone who came in without one.
import { account } from "../calls/account.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { el } from "../ui/dom.js";
import { form, newPasswordField } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { currentPassword } from "./password/current-password.js";

/// `onChanged()`: the other devices are signed out by then.
export function passwordSection({ chat, toast, onSignInAgain, onChanged }) {
  const body = el("div", { class: "made" });
  let hasPassword = null;

  function render() {
    if (hasPassword === (chat.me.has_password !== false)) return;
    hasPassword = chat.me.has_password !== false;
    body.replaceChildren(...(hasPassword ? changing() : choosing()));
  }

  function changing() {
    const current = currentPassword();
    const { root } = form({
      inputs: [current, newPasswordField(words.newPassword)], submit: words.changePassword, submitting: words.saving,
      async onSubmit(change) {
        try {
          await account.change(change);
        } catch (problem) {
          if (problem.code !== "invalid_credentials") throw problem;
          current.setError(words.currentPasswordWrong);
          current.input.select();
          return;
        }
        root.reset();
        toast.say(words.passwordChanged);
        onChanged();
      },
    });
    root.prepend(whose(chat));
    return [root];
  }

  function choosing() {
    const { notice, guard } = recentSignIn({ because: words.passwordTooLate, onSignInAgain });
    const { root } = form({
      inputs: [newPasswordField(words.newPassword)], submit: words.choosePassword, submitting: words.saving,
      onSubmit: ({ password }) => guard(async () => {
        chat.meChanged(await account.change({ password }));
        toast.say(words.passwordChosen);
        render();
        onChanged();
      }),
    });
    root.prepend(whose(chat));
    return [el("p", { class: "quiet" }, words.noPasswordYet), notice, root];
  }

  render();
  return { root: section(words.password, body), render };
}

/// Password managers want to know whose password it is.
export const whose = (chat) => el("input", { type: "email", autocomplete: "username", value: chat.me.email, hidden: true });
