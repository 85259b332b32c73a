// The page that is true for someone who is not in, by the address that led there and by the state of the server.
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";
import { keptCode } from "./code-kept.js";
import { showCodeStep } from "./code-step.js";
import { forgetCode } from "./code-storage.js";
import { showInvite } from "./invite.js";
import { showForgot, showReset } from "./reset.js";
import { showRegister, showSignIn } from "./sign-in.js";

/// The forms that a code is waited for after.
const forms = { login: showSignIn, register: showRegister, invite: showInvite };

/// `site` is the answer of `GET /site`; `isStart`: the page was loaded just now, and a code may be waited for.
export async function showDoor({ site, isStart, onSignedIn }) {
  const { pathname, hash } = location;
  const surroundings = { site, token: hash.slice(1), onSignedIn };
  const isInvite = pathname === "/invite";
  if (site.setup_required || pathname === "/setup") {
    const { showIsSetUp, showNotSetUp, showSetup } = await import("./setup.js");
    if (!site.setup_required) return showIsSetUp();
    return pathname === "/setup" ? showSetup(surroundings) : showNotSetUp();
  }
  if (pathname === "/login") return (await import("./login-link.js")).showLoginLink(surroundings);
  const step = isStart ? keptCode({ isInvite, hash }) : forgetCode();
  if (step) return resume(step, surroundings);
  if (isInvite) return showInvite(surroundings);
  if (hash === "#/register") return showRegister(surroundings);
  if (hash === "#/forgot") return showForgot(surroundings);
  return showSignIn({ ...surroundings, says: await noticeIn(hash) });
}

/// The notice of the sign-in page in its address. The end of a session has a reason, as the server told it.
async function noticeIn(hash) {
  const [isOver, reason] = hash.match(/^#\/signed-out(?:\/(\w+))?$/) ?? [];
  if (!isOver) return null;
  if (reason) await learnTalkWords();
  return reason && Object.hasOwn(words.sessionEnds, reason) ? words.sessionEnds[reason] : words.signedOut;
}

function resume(step, surroundings) {
  if (step.kind === "reset") return showReset({ step, ...surroundings });
  const { kind, email } = step;
  return showCodeStep({ step, ...surroundings, onChange: () => forms[kind]({ email, ...surroundings }) });
}
