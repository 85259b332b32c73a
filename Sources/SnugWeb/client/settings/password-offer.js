// The offer to choose a password, made after a sign-in by a login link to someone who has none.
import { account } from "../calls/account.js";
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { form, newPasswordField } from "../ui/form.js";
import { learnAccountWords } from "../words/page-words.js";
import { words } from "../words/words.js";

export async function offerPassword() {
  const me = await account.me();
  if (me.has_password !== false) return;
  await learnAccountWords();
  const { root } = form({
    inputs: [newPasswordField(words.newPassword)], submit: words.choosePassword, submitting: words.saving,
    async onSubmit({ password }) {
      await account.change({ password });
      dialog.close();
    },
  });
  root.prepend(el("input", { type: "email", autocomplete: "username", value: me.email, hidden: true }));
  root.append(el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, words.notNow));
  const dialog = showDialog({
    title: words.choosePasswordTitle, className: "brief",
    content: [el("div", { class: "dialog-body" }, el("p", {}, words.choosePasswordLead), root)],
  });
}
