// All that the page keeps on the device of whoever is signed in.
import { Drafts } from "./drafts.js";
import { forgetOutbox } from "./outbox-store.js";
import { forgetRenewal } from "./renewal.js";
import { forgetSnapshot } from "./snapshot.js";

/// Someone has signed in: what another account has left is not for them.
export async function forgetOthers(userId) {
  Drafts.forgetAll(localStorage, { but: userId });
  await forgetOutbox({ but: userId });
}

/// Signed out, here or elsewhere: nothing readable stays behind.
export async function forgetDevice() {
  Drafts.forgetAll(localStorage);
  forgetRenewal(localStorage);
  navigator.clearAppBadge?.().catch(() => {});
  await Promise.all([forgetOutbox(), forgetSnapshot()]);
}
