// Where the page starts: who is here, and which of its pages the address names.
import { api, Problem } from "./api.js";
import { el } from "./dom.js";
import { showDoor } from "./door.js";
import { words } from "./words.js";

let house = null;

/// Addresses: `/setup#TOKEN`; `/#/`, `/#/register`, `/#/signed-out`, `/#/room/7`.
async function route() {
  if (house) return house.show(roomInAddress());
  const { showRegister, showSetup, showSignIn } = await import("./entrance.js");
  if (location.pathname === "/setup") showSetup({ token: location.hash.slice(1), onSignedIn: enter });
  else if (location.hash === "#/register") showRegister({ onSignedIn: enter });
  else showSignIn({ onSignedIn: enter, says: location.hash === "#/signed-out" ? words.signedOut : null });
}

function roomInAddress() {
  const match = location.hash.match(/^#\/room\/([1-9]\d{0,15})$/);
  return match ? Number(match[1]) : null;
}

async function enter(me) {
  const { House } = await import("./house.js");
  // The set-up token has done its work and need not stand in the history.
  if (roomInAddress() === null) history.replaceState(null, "", "/#/");
  house = new House({ me, onLeave: leave });
  await house.enter();
  house.show(roomInAddress());
}

/// A new page knows nothing of whoever was here before.
function leave({ isOwnWish }) {
  history.replaceState(null, "", isOwnWish ? "/#/" : "/#/signed-out");
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

addEventListener("hashchange", route);
start();
