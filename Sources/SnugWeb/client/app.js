// Where the page starts: who is here, and which of its pages the address names.
import { api, Problem } from "./api.js";
import { el } from "./dom.js";
import { showDoor } from "./door.js";
import { placeIn } from "./place.js";
import { preferences } from "./preferences.js";
import { applyTheme } from "./theme.js";
import { learnWords, words } from "./words.js";

/// Why one stands before the door.
const reasons = { "#/signed-out": "signedOut", "#/reset": "resetDone" };

let house = null;

/// Addresses: `/setup#TOKEN`, `/invite#TOKEN`, `/login#TOKEN`; `/#/`, `/#/register`, `/#/forgot`, `/#/signed-out`, `/#/reset`, `/#/settings`, `/#/room/7`,
/// `/#/room/7/message/42`.
async function route() {
  if (house) return house.show(placeIn(location.hash));
  const { showForgot, showLoginLink, showRegister, showSetup, showSignIn } = await import("./entrance.js");
  const token = location.hash.slice(1);
  if (location.pathname === "/setup") showSetup({ token, onSignedIn: enter });
  else if (location.pathname === "/invite") showRegister({ invite: token, onSignedIn: enter });
  else if (location.pathname === "/login") showLoginLink({ token, onSignedIn: enter });
  else if (location.hash === "#/register") showRegister({ onSignedIn: enter });
  else if (location.hash === "#/forgot") showForgot();
  else showSignIn({ onSignedIn: enter, says: words[reasons[location.hash]] });
}

async function enter(me, { isByCode = false } = {}) {
  const { House } = await import("./house.js");
  // A token in the address has done its work and need not stand in the history.
  const place = placeIn(location.hash);
  if (place.roomId === null && place.page === null) history.replaceState(null, "", "/#/");
  house = new House({ me, onLeave: leave });
  await house.enter();
  house.show(place);
  if (isByCode) (await import("./passkey-offer.js")).offerPasskey();
}

/// A new page knows nothing of whoever was here before.
function leave(address) {
  history.replaceState(null, "", address);
  location.reload();
}

async function start() {
  try {
    if (location.pathname === "/setup") await route();
    else await api.me().then(enter, (problem) => (problem.status === 401 ? route() : Promise.reject(problem)));
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
learnWords().then(() => {
  addEventListener("hashchange", route);
  start();
});
