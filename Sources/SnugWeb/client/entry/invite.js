// Joining by a link that someone was sent.
import { api } from "../models/api.js";
import { bdi, el } from "../ui/dom.js";
import { emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { showCodeStep } from "./code-step.js";

export function showInvite({ token, onSignedIn, email }) {
  if (!token) return showAuthLayout({ title: words.linkIncompleteTitle, lead: words.linkIncomplete, content: [toSignIn()] });
  const { root } = form({
    inputs: [nameField(), emailField(email), newPasswordField()], submit: words.register, submitting: words.registering,
    async onSubmit(account) {
      try {
        const sent = await api.register({ ...account, invite: token });
        // Without a relay the invite is proof enough.
        if (sent.user) return onSignedIn(sent.user, { isByCode: false });
        const again = () => showInvite({ token, onSignedIn, email: sent.email });
        showCodeStep({ email: sent.email, password: account.password, resendIn: sent.resend_in, onSignedIn, onChange: again });
      } catch (problem) {
        if (problem.code !== "invalid_invite") throw problem;
        showAuthLayout({ title: words.inviteDeadTitle, lead: words.inviteDead, content: [toSignIn()] });
      }
    },
  });
  showAuthLayout({ title: words.inviteTitle, lead: words.inviteLead, content: [root, toSignIn(words.haveAccount)] });
}

/// Someone who is signed in needs no invite.
export function showInvitedAlready({ name }) {
  showAuthLayout({
    title: words.invitedAlreadyTitle,
    lead: [words.invitedAlready[0], el("strong", {}, bdi(name)), words.invitedAlready[1]],
    content: [el("a", { class: "button wide", href: "/#/" }, words.toRooms)],
  });
}

export const toSignIn = (question = "") =>
  el("p", { class: "other-way" }, question && `${question} `, el("a", { href: "/#/" }, words.toSignIn));
