// The forgetting of what the page keeps on the device: drafts, unsent messages, the last state and room, the time of
// the last renewal. A person's preferences (text/preferences.js) and the page's own files (sw.js) stay: they tell of
// nobody.
import { storage } from "../text/storage.js";
import { forgetDrafts } from "./drafts.js";
import { forgetLastRooms } from "./last-room.js";
import { forgetOutbox } from "./outbox-store.js";
import { forgetRenewal } from "./renewal.js";
import { forgetSnapshot } from "./snapshot.js";

const doorWithinMilliseconds = 500;

/// Someone has signed in: what another account has left is not for them.
export async function forgetOthers(userId) {
  forgetDrafts({ but: userId });
  await Promise.all([forgetOutbox({ but: userId }), forgetSnapshot({ but: userId })]);
}

/// Signed out, here or elsewhere: nothing readable of that user stays behind, or, without one, of anyone.
async function forgetDevice(userId) {
  forgetDrafts({ of: userId });
  forgetRenewal();
  forgetLastRooms();
  // The emoji that were picked last (emoji/kept-emoji.js).
  storage.removeItem("emoji");
  navigator.clearAppBadge?.().catch(() => {});
  await Promise.all([forgetOutbox({ of: userId }), forgetSnapshot({ of: userId })]);
}

/// The same, without keeping back the door for a database that hangs: what is left then is forgotten behind the door,
/// where each page without a session tries again.
export function forgetSoon(userId = null) {
  const late = new Promise((resolve) => { setTimeout(resolve, doorWithinMilliseconds); });
  return Promise.race([forgetDevice(userId), late]);
}
