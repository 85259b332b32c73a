// The renewal of the session: whoever is here now and then stays signed in.
import { api } from "./api.js";

const everyMilliseconds = 24 * 3_600_000;
const lookEveryMilliseconds = 3_600_000;
const key = "renewed-at";

export const forgetRenewal = (storage) => storage.removeItem(key);

/// True if the session was not renewed for a day; also where the clock was set back since.
export const isDue = (renewedAt, now) => !(renewedAt <= now && now - renewedAt < everyMilliseconds);

/// Renews the session once a day, in whichever tab, until `signal` is aborted.
export function keepRenewed({ background, signal, storage = localStorage }) {
  const look = () => background("renewal", async () => {
    if (!isDue(Number(storage.getItem(key) ?? NaN), Date.now())) return;
    await api.refresh();
    storage.setItem(key, String(Date.now()));
  });
  const timer = setInterval(look, lookEveryMilliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", look, { signal });
  look();
}
