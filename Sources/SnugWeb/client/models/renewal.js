// The renewal of the session: whoever is here now and then stays signed in.
import { storage } from "../text/storage.js";
import { api } from "./api.js";

const everyMilliseconds = 24 * 3_600_000;
const lookEveryMilliseconds = 3_600_000;
const key = "renewed-at";

// In a browser that keeps nothing, each page renews by itself.
let renewedHereAt = 0;

/// The session is new, or was renewed just now.
export function noteRenewed() {
  renewedHereAt = Date.now();
  storage.setItem(key, String(renewedHereAt));
}

export const forgetRenewal = () => storage.removeItem(key);

/// True if the session was not renewed for a day; also where the clock was set back since.
export const isDue = (renewedAt, now) => !(renewedAt <= now && now - renewedAt < everyMilliseconds);

/// Renews the session once a day, in whichever tab, until `signal` is aborted.
export function keepRenewed({ background, signal }) {
  const look = () => background("renewal", () => inOneTab(async () => {
    if (!isDue(Math.max(Number(storage.getItem(key)), renewedHereAt), Date.now())) return;
    await api.refresh();
    noteRenewed();
  }));
  const timer = setInterval(look, lookEveryMilliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", look, { signal });
  look();
}

/// One tab is enough. A page without https has no locks: its tabs may do it twice.
const inOneTab = (work) =>
  navigator.locks ? navigator.locks.request(key, { ifAvailable: true }, (lock) => lock && work()) : work();
