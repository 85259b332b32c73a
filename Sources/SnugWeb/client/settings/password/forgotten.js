// The page for someone who is in, and has forgotten their password: a code in its place lets them choose another one.
import { door } from "../../calls/door.js";
import { api } from "../../models/api.js";
import { bdi, el } from "../../ui/dom.js";
import { codeField, form, newPasswordField } from "../../ui/form.js";
import { pageOf } from "../../ui/page.js";
import { learnAccountWords } from "../../words/page-words.js";
import { words } from "../../words/words.js";

export async function forgottenPassword({ chat }) {
  const [{ mail: hasMail }] = await Promise.all([api.site(), learnAccountWords()]);
  const { email } = chat.me;
  const body = el("div", { class: "section made" });

  function ask() {
    const { root } = form({
      inputs: [], submit: words.sendCode, submitting: words.sendingCode,
      async onSubmit() {
        await door.forgotPassword(email);
        choose();
      },
    });
    body.replaceChildren(el("p", {}, words.forgottenLead), root);
  }

  function choose() {
    const code = codeField();
    const { root } = form({
      inputs: [code, newPasswordField(words.newPassword, "new_password")], submit: words.forgottenSubmit, submitting: words.saving,
      async onSubmit({ new_password: password }) {
        const digits = code.input.value.normalize("NFKC").replace(/\D/g, "");
        if (digits.length !== 6) return code.setError(words.codeIncomplete);
        await chat.renewSession(() => door.resetPassword({ email, code: digits, new_password: password }));
        // It is another session, of which this page knows nothing.
        history.replaceState(null, "", "/#/settings");
        location.reload();
      },
    });
    // Password managers want to know whose password it is.
    root.prepend(el("input", { type: "email", autocomplete: "username", value: email, hidden: true }));
    body.replaceChildren(
      el("p", { class: "notice" }, ...(hasMail ? words.emailCodeSent : words.emailCodeAsk)(bdi(email))), root,
      el("button", { type: "button", class: "link-button", onclick: ask }, words.codeAnew));
    code.input.focus();
  }

  ask();
  return pageOf({ title: words.forgottenTitle, back: { href: "#/settings", label: words.settings }, sections: [body] });
}
