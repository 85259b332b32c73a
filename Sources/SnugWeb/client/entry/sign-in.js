// Signing in and registering: a form, then the code that was mailed.
import { door } from "../calls/door.js";
import { el } from "../ui/dom.js";
import { currentPasswordField, emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { notice, showAuthLayout } from "./auth-layout.js";
import { beginCode } from "./code-kept.js";
import { showCodeStep } from "./code-step.js";
import { otherWay, toSignIn } from "./links.js";
import { passkeySignIn } from "./passkey-sign-in.js";

/// True where anyone may ask for an account, or those with an address of certain domains.
const takesNew = ({ registration }) => ["open", "domain"].includes(registration);

/// `says` is a sentence to show above the form, such as why one is here again.
export function showSignIn({ email, says, ...surroundings }) {
  const { site, onSignedIn } = surroundings;
  const inputs = [emailField(email, "username webauthn"), currentPasswordField()];
  const passkey = passkeySignIn({ onSignedIn });
  const { root } = form({
    inputs, submit: words.signIn, submitting: words.signingIn,
    async onSubmit(account) {
      toCode("login", await door.login(account), account.password, surroundings, showSignIn);
    },
  });
  const left = showAuthLayout({
    title: words.signInTitle,
    lead: site.mail ? words.signInLead : words.signInUnmailed,
    content: [
      says && notice(says), root, passkey.root,
      el("p", { class: "other-way" }, el("a", { href: "#/forgot" }, words.forgot)),
      takesNew(site) ? otherWay(words.noAccount, words.toRegister, "#/register") : el("p", { class: "other-way" }, words.noAccountInvited),
    ],
  });
  passkey.suggest(left);
}

export function showRegister({ email, ...surroundings }) {
  const { site } = surroundings;
  if (!takesNew(site))
    return showAuthLayout({ title: words.registerInvitedTitle, lead: words.registerInvited, content: [toSignIn(words.haveAccount)] });
  const inputs = [nameField(), emailField(email), newPasswordField()];
  const { root } = form({
    inputs, submit: words.register, submitting: words.registering,
    async onSubmit(account) {
      toCode("register", await door.register(account), account.password, surroundings, showRegister);
    },
  });
  showAuthLayout({ title: words.registerTitle, lead: registerLead(site), content: [root, toSignIn(words.haveAccount)] });
}

function registerLead({ mail, registration }) {
  if (!mail) return words.registerUnmailed;
  return registration === "domain" ? words.registerDomain : words.registerLead;
}

function toCode(kind, answer, password, surroundings, showForm) {
  const step = beginCode(kind, answer);
  showCodeStep({ step, password, ...surroundings, onChange: () => showForm({ email: step.email, ...surroundings }) });
}
