// Joining by a link that someone was sent.
import { door } from "../calls/door.js";
import { Problem } from "../models/api.js";
import { siteName } from "../text/site-name.js";
import { bdi } from "../ui/dom.js";
import { emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { beginCode } from "./code-kept.js";
import { showCodeStep } from "./code-step.js";
import { toSignIn } from "./links.js";

export async function showInvite({ token, email, ...surroundings }) {
  if (!token) return showAuthLayout({ title: words.linkIncompleteTitle, lead: words.linkIncomplete, content: [toSignIn()] });
  const invitation = await lookAt(token);
  // Another link may have been opened meanwhile.
  if (location.hash.slice(1) !== token) return;
  if (invitation === null) return showDead();
  const { onSignedIn } = surroundings;
  const { root } = form({
    inputs: [nameField(), emailField(email), newPasswordField()], submit: words.register, submitting: words.registering,
    async onSubmit(account) {
      try {
        const sent = await door.register({ ...account, invite: token });
        // Without a relay the invite is proof enough.
        if (sent.user) return onSignedIn(sent.user, { isNew: true });
        showCodeStep({
          step: beginCode("invite", sent), password: account.password, ...surroundings,
          onChange: () => showInvite({ token, email: sent.email, ...surroundings }),
        });
      } catch (problem) {
        if (problem.code !== "invalid_invite") throw problem;
        showDead();
      }
    },
  });
  showAuthLayout({ title: titleOf(invitation), lead: leadOf(invitation), content: [root, toSignIn(words.haveAccount)] });
}

/// The server's word on the invite: null where it is dead, and nothing special where the server does not tell now.
async function lookAt(token) {
  try {
    return await door.lookAtInvite(token);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return problem.code === "invalid_invite" ? null : {};
  }
}

function titleOf({ invited_by: by }) {
  const site = bdi(siteName());
  return by ? words.invitedBy(bdi(by), site) : words.invitedTo(site);
}

const leadOf = ({ rooms = [], code }) =>
  [words.inviteLead, rooms.length > 0 && words.inviteLands(rooms), code && words.inviteCodeComes].filter(Boolean).join(" ");

const showDead = () => showAuthLayout({ title: words.inviteDeadTitle, lead: words.inviteDead, content: [toSignIn()] });
