// Signing in and registering: a form, then the code that was mailed.
import { api } from "../models/api.js";
import { el } from "../ui/dom.js";
import { currentPasswordField, emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { notice, showAuthLayout } from "./auth-layout.js";
import { showCodeStep } from "./code-step.js";
import { passkeySignIn } from "./passkey-sign-in.js";

/// `says` is a sentence to show above the form, such as why one is here again.
export function showSignIn({ onSignedIn, email, says }) {
  const inputs = [emailField(email, "username webauthn"), currentPasswordField()];
  const passkey = passkeySignIn({ onSignedIn });
  const { root } = form({
    inputs, submit: words.signIn, submitting: words.signingIn,
    async onSubmit(account) {
      const answer = await api.login(account);
      toCode({ answer, account, onSignedIn, back: (email) => showSignIn({ onSignedIn, email }) });
    },
  });
  const left = showAuthLayout({
    title: words.signInTitle,
    lead: words.signInLead,
    content: [
      says && notice(says), root, passkey.root,
      el("p", { class: "other-way" }, el("a", { href: "#/forgot" }, words.forgot)),
      otherWay(words.noAccount, words.toRegister, "#/register"),
    ],
  });
  passkey.suggest(left);
}

export function showRegister({ onSignedIn, email }) {
  const inputs = [nameField(), emailField(email), newPasswordField()];
  const { root } = form({
    inputs, submit: words.register, submitting: words.registering,
    async onSubmit(account) {
      const answer = await api.register(account);
      toCode({ answer, account, onSignedIn, back: (email) => showRegister({ onSignedIn, email }) });
    },
  });
  showAuthLayout({
    title: words.registerTitle,
    lead: words.registerLead,
    content: [root, otherWay(words.haveAccount, words.toSignIn, "/#/")],
  });
}

function toCode({ answer, account, onSignedIn, back }) {
  const email = answer?.email ?? account.email;
  showCodeStep({ email, password: account.password, resendIn: answer?.resend_in, onSignedIn, onChange: () => back(email) });
}

const otherWay = (question, label, href) => el("p", { class: "other-way" }, `${question} `, el("a", { href }, label));
