// A forgotten password: an e-mail, then the code from it and a new password, with which one is in.
import { door } from "../calls/door.js";
import { el } from "../ui/dom.js";
import { codeField, emailField, form, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { codeIn } from "./code.js";
import { beginCode } from "./code-kept.js";
import { codeLead } from "./code-step.js";
import { forgetCode } from "./code-storage.js";
import { sendAgain } from "./send-again.js";

export function showForgot({ email, ...surroundings }) {
  const { root } = form({
    inputs: [emailField(email)], submit: words.forgotSubmit, submitting: words.forgotSending,
    async onSubmit(account) {
      showReset({ step: beginCode("reset", await door.forgotPassword(account.email)), ...surroundings });
    },
  });
  const lead = surroundings.site.mail ? words.forgotLead : words.forgotUnmailed;
  showAuthLayout({ title: words.forgotTitle, lead, content: [root, back()] });
}

/// `step` is that of code-kept.js.
export function showReset({ step, ...surroundings }) {
  const { email } = step;
  const { site, onSignedIn } = surroundings;
  const code = codeField();
  const { root, showProblem } = form({
    inputs: [code, newPasswordField(words.newPassword, "new_password")], submit: words.resetSubmit, submitting: words.resetSaving,
    async onSubmit({ new_password: password }) {
      const digits = codeIn(code.input.value);
      if (!digits) return code.setError(words.codeIncomplete);
      const { user } = await door.resetPassword({ email, code: digits, new_password: password });
      forgetCode();
      onSignedIn(user, { isByCode: true });
    },
  });
  // Password managers want to know whose password it is.
  root.prepend(el("input", { type: "email", autocomplete: "username", value: email, hidden: true }));
  const onChange = () => {
    forgetCode();
    showForgot({ email, ...surroundings });
  };
  showAuthLayout({
    title: words.forgotTitle, lead: codeLead({ email, site, onChange }),
    content: [root, sendAgain({ step, site, showProblem }), back()],
  });
}

const back = () => el("p", { class: "other-way" }, el("a", { href: "/#/", onclick: forgetCode }, words.backToSignIn));
