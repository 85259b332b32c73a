// The settings of one's name and password.
import { account } from "../calls/account.js";
import { el } from "../ui/dom.js";
import { currentPasswordField, form, nameField, newPasswordField } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

export function profileSection({ chat, toast }) {
  const { root } = form({
    inputs: [nameField(chat.me.name)], submit: words.save, submitting: words.saving,
    async onSubmit({ name }) {
      await chat.rename(name);
      toast.say(words.saved);
    },
  });
  return section(words.profile, el("p", { class: "quiet" }, words.signedInAs(chat.me.email)), root);
}

/// `onChanged()`: the other devices are signed out by then.
export function passwordSection({ chat, toast, onChanged }) {
  const current = currentPasswordField(words.currentPassword, "current_password");
  const next = newPasswordField(words.newPassword);
  const { root } = form({
    inputs: [current, next], submit: words.changePassword, submitting: words.saving,
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
  // Password managers want to know whose password it is.
  root.prepend(el("input", { type: "email", autocomplete: "username", value: chat.me.email, hidden: true }));
  return section(words.password, root);
}
