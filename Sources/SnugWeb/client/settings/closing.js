// Closing one's own account, for good: asked for twice, with the password and the address.
import { account } from "../calls/account.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { field, form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { currentPassword } from "./password/current-password.js";

export function closingSection(surroundings) {
  return section(words.closing, el("p", { class: "quiet" }, words.closingLead),
    el("button", { type: "button", class: "button plain danger", onclick: () => showClosing(surroundings) }, words.closeAccount));
}

async function showClosing({ chat, onSignInAgain }) {
  const unsent = await chat.outbox.count();
  const { email, has_password: hasPassword } = chat.me;
  const { notice, guard } = recentSignIn({ because: words.closeTooLate, onSignInAgain });
  const typed = field({ label: words.typeAddress(email), name: "typed", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
  const current = currentPassword();
  const { root } = form({
    inputs: hasPassword === false ? [typed] : [current, typed], submit: words.closeAccountNow, submitting: words.closingNow,
    async onSubmit({ current_password: password }) {
      if (typed.input.value.trim().toLowerCase() !== email.toLowerCase()) {
        typed.setError(words.typedWrong);
        return typed.input.focus();
      }
      await guard(async () => {
        // Nobody could delete them any more.
        await chat.pendingDeletions?.finish();
        try {
          await account.close(password === undefined ? {} : { current_password: password });
        } catch (problem) {
          if (problem.code !== "invalid_credentials") throw problem;
          current.setError(words.currentPasswordWrong);
          return current.input.select();
        }
        // The session is over with the account; nothing of it stays on the device.
        await chat.signOut();
        history.replaceState(null, "", "/#/signed-out/closed");
        location.reload();
      });
    },
  });
  root.querySelector(".button.wide").classList.add("dangerous");
  const dialog = showDialog({
    title: words.closeTitle, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("ul", { class: "consequences" }, ...words.closeMeans.map((each) => el("li", {}, each)), unsent > 0 && el("li", {}, words.signOutUnsent(unsent))),
      notice, root,
      el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, words.cancel))],
  });
}
