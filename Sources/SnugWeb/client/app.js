// The start of the page: finds the session, and shows the page that the address names.
import { showAuthLayout } from "./entry/auth-layout.js";
import { forgetCode } from "./entry/code-storage.js";
import { takeFiles } from "./files/take-files.js";
import { api, Problem } from "./models/api.js";
import { noteRenewed } from "./models/renewal.js";
import { tellTabs } from "./models/tabs.js";
import { applyTheme } from "./settings/theme.js";
import { preferences } from "./text/preferences.js";
import { siteName } from "./text/site-name.js";
import { storage } from "./text/storage.js";
import { el } from "./ui/dom.js";
import { learnDoorWords } from "./words/page-words.js";
import { learnWords, words } from "./words/words.js";
import { routeIn } from "./route.js";

/// A page that was kept need not wait long for a line that hangs: it has something to show.
const answerWithinMilliseconds = 3_000;

let shell = null;
/// Someone is signed in, and their page is on its way.
let isEntering = false;
/// The state of the server as the door was drawn by it last.
let site = null;

/// Addresses: `/setup#TOKEN`, `/invite#TOKEN`, `/login#TOKEN`; `/#/`, `/#/register`, `/#/forgot`, `/#/signed-out`,
/// `/#/signed-out/REASON`, `/#/settings`, `/#/room/7`, `/#/room/7/message/42`. `isStart`: the page was loaded just now.
async function navigate(isStart) {
  if (shell) return shell.show(routeIn(location.hash));
  const known = site;
  const asked = known ? askForSite().catch(() => false) : askForSite();
  const [{ showDoor }] = await Promise.all([import("./entry/auth.js"), known ?? asked, learnDoorWords()]);
  const draw = (more) => !isEntering && showDoor({ site, onSignedIn: signedIn, ...more });
  await draw({ isStart });
  if (!known) return;
  const { href } = location;
  // A step at the door waits for no answer: the page is drawn anew where that is another one.
  if (await asked && location.href === href) await draw();
}

/// True if the server is in another state than before.
async function askForSite() {
  const before = JSON.stringify(site);
  site = await api.site();
  return JSON.stringify(site) !== before;
}

const arrived = () => navigate().catch(showFailure);

/// The code is spent: where the page cannot be had, the way on is that of a new start, which finds the session.
async function signedIn(me, how) {
  noteRenewed();
  forgetCode();
  try {
    await enter(me, how);
  } catch (problem) {
    if (shell) throw problem;
    showFailure(problem);
  }
}

async function enter(me, { isByCode, isByLink, isNew, snapshot = null } = {}) {
  isEntering = true;
  if (!snapshot) tellTabs(me.id);
  const { Shell } = await import("./shell.js");
  // A link's token has done its work and need not stand in the history.
  const { roomId, page } = routeIn(location.hash);
  if (roomId === null && page === null) history.replaceState(null, "", "/#/");
  shell = new Shell({ me, snapshot, onLeave: leave });
  await shell.enter();
  if (isNew || isByLink && me.has_password === false) shell.welcome();
  // Someone may have gone on meanwhile.
  navigate();
  if (isByCode) (await import("./settings/passkey-offer.js")).offerPasskey();
  if (isByLink || shell.hasNoWayIn) {
    const { offerPassword } = await import("./settings/password-offer.js");
    offerPassword({ isByLink, onSignInAgain: () => shell.signInAgain() });
  }
}

/// Leaves by a reload: a new page knows nothing of the last user.
function leave(address) {
  forgetCode();
  history.replaceState(null, "", address);
  location.reload();
}

/// Opens the page of someone who is signed in already.
async function welcome({ me, snapshot }) {
  // A code that was asked for before is nothing to come back to.
  forgetCode();
  if (!["/invite", "/login"].includes(location.pathname)) return enter(me, { snapshot });
  const [{ showInvitedAlready }] = await Promise.all([import("./entry/auth.js"), learnDoorWords()]);
  showInvitedAlready(me);
}

/// `{me, snapshot}`; without a connection as it was when there was one. Null where nobody is signed in.
async function whoIsHere() {
  try {
    const isKept = Boolean(navigator.serviceWorker?.controller);
    return { me: await api.me(isKept ? { within: answerWithinMilliseconds } : {}), snapshot: null };
  } catch (problem) {
    if (problem.status === 401) {
      // Signed out elsewhere: what was kept here is nobody's any more. Each page of someone who is in keeps something.
      if (!storage.isEmpty) await (await import("./models/device.js")).forgetSoon();
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
    // An account that is taken back is so by whoever has the link, also where it is still signed in.
    const isOwnWay = location.pathname === "/setup" || location.pathname === "/login" && /^#\d+-back-/.test(location.hash);
    // Asked while the words are still on their way.
    const [whoever] = await Promise.all([isOwnWay ? null : whoIsHere(), learnWords()]);
    addEventListener("hashchange", arrived);
    await (whoever ? welcome(whoever) : navigate(true));
  } catch (problem) {
    showFailure(problem);
  }
}

function showFailure(problem) {
  if (shell) throw problem;
  showAuthLayout({
    title: siteName(),
    lead: problem instanceof Problem ? problem.message : words.unreachable,
    content: [el("button", { type: "button", class: "button wide", onclick: tryAgain }, words.tryAgain)],
  });
  // A part of the page that could not be fetched has been said, too.
  if (!(problem instanceof Problem) && !/module/i.test(problem.message)) throw problem;
}

/// Once: another press while the server is asked would open a second page over the first.
function tryAgain({ currentTarget: button }) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  start();
}

function applyLooks() {
  applyTheme(preferences.get("theme"));
  document.documentElement.dataset.density = preferences.get("density");
}

applyLooks();
// Chosen in another tab.
addEventListener("storage", ({ key }) => ["theme", "density"].includes(key) && applyLooks());
// At the door they are let go without a word.
takeFiles({ onFiles: (...taken) => shell?.takeFiles(...taken), onOver: (isOver) => shell?.filesOver(isOver) });
// Without `await`: the bundle of the words waits for this module.
start();
