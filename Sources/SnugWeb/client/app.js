// Where the page starts: who is here, and which of its pages the address names.
import { api, Problem } from "./models/api.js";
import { el } from "./ui/dom.js";
import { showDoor } from "./entry/door.js";
import { placeIn } from "./place.js";
import { preferences } from "./text/preferences.js";
import { applyTheme } from "./ui/theme.js";
import { learnWords, words } from "./words/words.js";

/// Why one stands before the door.
const reasons = { "#/signed-out": "signedOut", "#/reset": "resetDone" };

let house = null;

/// Addresses: `/setup#TOKEN`, `/invite#TOKEN`, `/login#TOKEN`; `/#/`, `/#/register`, `/#/forgot`, `/#/signed-out`,
/// `/#/reset`, `/#/settings`, `/#/room/7`, `/#/room/7/message/42`.
async function route() {
  if (house) return house.show(placeIn(location.hash));
  const { showForgot, showInvite, showLoginLink, showRegister, showSetup, showSignIn } = await import("./entry/entrance.js");
  const link = { "/setup": showSetup, "/invite": showInvite, "/login": showLoginLink }[location.pathname];
  if (link) link({ token: location.hash.slice(1), onSignedIn: enter });
  else if (location.hash === "#/register") showRegister({ onSignedIn: enter });
  else if (location.hash === "#/forgot") showForgot();
  else showSignIn({ onSignedIn: enter, says: words[reasons[location.hash]] });
}

async function enter(me, { isByCode = false, snapshot = null } = {}) {
  const { House } = await import("./house.js");
  // A link's token has done its work and need not stand in the history.
  const place = placeIn(location.hash);
  if (place.roomId === null && place.page === null) history.replaceState(null, "", "/#/");
  house = new House({ me, snapshot, onLeave: leave });
  await house.enter();
  house.show(place);
  if (isByCode) (await import("./settings/passkey-offer.js")).offerPasskey();
}

/// A new page knows nothing of whoever was here before.
function leave(address) {
  history.replaceState(null, "", address);
  location.reload();
}

/// Whoever is signed in already.
async function welcome({ me, snapshot }) {
  if (location.pathname === "/invite") (await import("./entry/entrance.js")).showInvitedAlready(me);
  else await enter(me, { snapshot });
}

/// `{me, snapshot}`; without a connection as it was when there was one. Null where nobody is signed in.
async function whoIsHere() {
  try {
    return { me: await api.me(), snapshot: null };
  } catch (problem) {
    if (problem.status === 401) return null;
    const snapshot = problem.isUnreachable ? await (await import("./house.js")).lastSnapshot() : null;
    if (!snapshot) throw problem;
    return { me: snapshot.me, snapshot };
  }
}

async function start() {
  try {
    const isOwnWay = ["/setup", "/login"].includes(location.pathname);
    // Asked while the words are still on their way.
    const [whoever] = await Promise.all([isOwnWay ? null : whoIsHere(), learnWords()]);
    addEventListener("hashchange", route);
    await (whoever ? welcome(whoever) : route());
  } catch (problem) {
    const again = el("button", { type: "button", class: "button wide", onclick: start }, words.tryAgain);
    showDoor({
      title: words.product,
      lead: problem instanceof Problem ? problem.message : words.unreachable,
      content: [again],
    });
    if (!(problem instanceof Problem)) throw problem;
  }
}

applyTheme(preferences.get("theme"));
// Without `await`: the bundle of the words waits for this module.
start();
