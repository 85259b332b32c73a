// A forgotten password: an e-mail, then the code from it and a new password.
import { api } from "../models/api.js";
import { bdi, el } from "../ui/dom.js";
import { codeField, emailField, form, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { codeIn } from "./code.js";
import { sendAgain } from "./send-again.js";

export function showForgot({ email } = {}) {
  const { root } = form({
    inputs: [emailField(email)], submit: words.forgotSubmit, submitting: words.forgotSending,
    async onSubmit(account) {
      const answer = await api.forgotPassword(account.email);
      showReset({ email: account.email, resendIn: answer?.resend_in });
    },
  });
  showAuthLayout({ title: words.forgotTitle, lead: words.forgotLead, content: [root, back()] });
}

function showReset({ email, resendIn }) {
  const code = codeField();
  const { root, showProblem } = form({
    inputs: [code, newPasswordField(words.newPassword, "new_password")], submit: words.resetSubmit, submitting: words.resetSaving,
    async onSubmit({ new_password: password }) {
      const digits = codeIn(code.input.value);
      if (!digits) return code.setError(words.codeIncomplete);
      await api.resetPassword({ email, code: digits, new_password: password });
      location.hash = "#/reset";
    },
  });
  showAuthLayout({
    title: words.forgotTitle,
    lead: [
      words.codeLead[0], el("strong", {}, bdi(email)), words.codeLead[1], " ",
      el("button", {
        type: "button", class: "link-button", "aria-label": words.codeChangeLabel, onclick: () => showForgot({ email }),
      }, words.codeChange),
    ],
    content: [root, sendAgain({ email, resendIn, showProblem }), back()],
  });
}

const back = () => el("p", { class: "other-way" }, el("a", { href: "#/" }, words.backToSignIn));
