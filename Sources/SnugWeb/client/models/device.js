// All that the page keeps on the device of whoever is signed in.
import { Drafts } from "./drafts.js";
import { forgetOutbox } from "./outbox-store.js";
import { forgetRenewal } from "./renewal.js";
import { forgetSnapshot } from "./snapshot.js";

const doorWithinMilliseconds = 500;

/// Someone has signed in: what another account has left is not for them.
export async function forgetOthers(userId) {
  Drafts.forgetAll(localStorage, { but: userId });
  await Promise.all([forgetOutbox({ but: userId }), forgetSnapshot({ but: userId })]);
}

/// Signed out, here or elsewhere: nothing readable of that user stays behind, or of anyone.
export async function forgetDevice(userId = null) {
  if (userId === null) Drafts.forgetAll(localStorage);
  else Drafts.forget(localStorage, userId);
  forgetRenewal(localStorage);
  navigator.clearAppBadge?.().catch(() => {});
  await Promise.all([forgetOutbox({ of: userId }), forgetSnapshot({ of: userId })]);
}

/// The same, without keeping back the door for a database that hangs: what is left then is forgotten behind the door,
/// where each page without a session tries again.
export function forgetSoon(userId = null) {
  const late = new Promise((resolve) => { setTimeout(resolve, doorWithinMilliseconds); });
  return Promise.race([forgetDevice(userId), late]);
}
