// Joining by a link that someone was sent.
import { api, Problem } from "../models/api.js";
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
        showDead();
      }
    },
  });
  const lead = el("span", {}, words.inviteLead);
  const left = showAuthLayout({ title: words.inviteTitle, lead, content: [root, toSignIn(words.haveAccount)] });
  tellWhatComes(token, lead, left);
}

/// Says that a code will be mailed, if one will; that the invite is dead, if it is.
async function tellWhatComes(token, lead, left) {
  try {
    const { code } = await api.lookAtInvite(token);
    if (code) lead.append(` ${words.inviteCodeComes}`);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "invalid_invite" && !left.aborted) showDead();
  }
}

const showDead = () => showAuthLayout({ title: words.inviteDeadTitle, lead: words.inviteDead, content: [toSignIn()] });

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
