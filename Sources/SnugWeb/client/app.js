// The start of the page: finds the session, and shows the page that the address names.
import { showAuthLayout } from "./entry/auth-layout.js";
import { api, Problem } from "./models/api.js";
import { noteRenewed } from "./models/renewal.js";
import { tellTabs } from "./models/tabs.js";
import { applyTheme } from "./settings/theme.js";
import { preferences } from "./text/preferences.js";
import { el } from "./ui/dom.js";
import { learnWords, words } from "./words/words.js";
import { routeIn } from "./route.js";

/// Notices of the sign-in page, by the address that led there.
const reasons = { "#/signed-out": "signedOut", "#/reset": "resetDone" };

/// A page that was kept need not wait long for a line that hangs: it has something to show.
const answerWithinMilliseconds = 3_000;

let shell = null;
/// Someone is signed in, and their page is on its way.
let isEntering = false;

/// Addresses: `/setup#TOKEN`, `/invite#TOKEN`, `/login#TOKEN`; `/#/`, `/#/register`, `/#/forgot`, `/#/signed-out`,
/// `/#/signed-out/REASON`, `/#/reset`, `/#/settings`, `/#/room/7`, `/#/room/7/message/42`.
async function navigate() {
  if (shell) return shell.show(routeIn(location.hash));
  const { showForgot, showInvite, showLoginLink, showRegister, showSetup, showSignIn } = await import("./entry/auth.js");
  if (isEntering) return;
  const link = { "/setup": showSetup, "/invite": showInvite, "/login": showLoginLink }[location.pathname];
  if (link) link({ token: location.hash.slice(1), onSignedIn: signedIn });
  else if (location.hash === "#/register") showRegister({ onSignedIn: signedIn });
  else if (location.hash === "#/forgot") showForgot();
  else showSignIn({ onSignedIn: signedIn, says: await noticeIn(location.hash) });
}

/// The notice of the sign-in page in its address. The end of a session has a reason, as the server told it.
async function noticeIn(hash) {
  const [, reason] = hash.match(/^#\/signed-out\/(\w+)$/) ?? [];
  if (!reason) return words[reasons[hash]];
  await (await import("./words/talk-words.js")).learnTalkWords();
  return Object.hasOwn(words.sessionEnds, reason) ? words.sessionEnds[reason] : words.signedOut;
}

function signedIn(me, how) {
  noteRenewed();
  return enter(me, how);
}

async function enter(me, { isByCode = false, isByLink = false, snapshot = null } = {}) {
  isEntering = true;
  if (!snapshot) tellTabs(me.id);
  const { Shell } = await import("./shell.js");
  // A link's token has done its work and need not stand in the history.
  const { roomId, page } = routeIn(location.hash);
  if (roomId === null && page === null) history.replaceState(null, "", "/#/");
  shell = new Shell({ me, snapshot, onLeave: leave });
  await shell.enter();
  // Someone may have gone on meanwhile.
  navigate();
  if (isByCode) (await import("./settings/passkey-offer.js")).offerPasskey();
  if (isByLink) (await import("./settings/password-offer.js")).offerPassword();
}

/// Leaves by a reload: a new page knows nothing of the last user.
function leave(address) {
  history.replaceState(null, "", address);
  location.reload();
}

/// Opens the page of someone who is signed in already.
async function welcome({ me, snapshot }) {
  if (location.pathname === "/invite") (await import("./entry/auth.js")).showInvitedAlready(me);
  else await enter(me, { snapshot });
}

/// `{me, snapshot}`; without a connection as it was when there was one. Null where nobody is signed in.
async function whoIsHere() {
  try {
    const isKept = Boolean(navigator.serviceWorker?.controller);
    return { me: await api.me(isKept ? { within: answerWithinMilliseconds } : {}), snapshot: null };
  } catch (problem) {
    if (problem.status === 401) {
      // Signed out elsewhere: what was kept here is nobody's any more.
      await (await import("./models/device.js")).forgetSoon();
      return null;
    }
    const snapshot = problem.isPassing ? await (await import("./shell.js")).lastSnapshot() : null;
    if (!snapshot) throw problem;
    return { me: snapshot.me, snapshot };
  }
}

async function start() {
  isEntering = false;
  try {
    const isOwnWay = ["/setup", "/login"].includes(location.pathname);
    // Asked while the words are still on their way.
    const [whoever] = await Promise.all([isOwnWay ? null : whoIsHere(), learnWords()]);
    addEventListener("hashchange", navigate);
    await (whoever ? welcome(whoever) : navigate());
  } catch (problem) {
    const again = el("button", { type: "button", class: "button wide", onclick: start }, words.tryAgain);
    showAuthLayout({
      title: words.product,
      lead: problem instanceof Problem ? problem.message : words.unreachable,
      content: [again],
    });
    if (!(problem instanceof Problem)) throw problem;
  }
}

applyTheme(preferences.get("theme"));
document.documentElement.dataset.density = preferences.get("density");
// Without `await`: the bundle of the words waits for this module.
start();
