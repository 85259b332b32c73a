// The end of a session, and the forgetting of what the page keeps on the device: drafts, unsent messages, the last
// state, room and searches, the time of the last renewal, notifications that are shown, the push subscription. Looks
// and language of the page (text/preferences.js) and its own files (sw.js) stay: they tell of nobody.
import { storage } from "../text/storage.js";
import { api } from "./api.js";
import { forgetDrafts } from "./drafts.js";
import { forgetLast } from "./last-room.js";
import { forgetOutbox } from "./outbox-store.js";
import { forgetRenewal } from "./renewal.js";
import { forgetSnapshot } from "./snapshot.js";
import { tellTabs } from "./tabs.js";

const doorWithinMilliseconds = 500;
/// A person's that is kept without their number: the emoji that were picked last (emoji/kept-emoji.js), and that they
/// want to be told by notifications, also while no page is open.
const personal = ["emoji", "notices", "push"];
/// The number of the person whose these are.
const ownerKey = "person";

/// Someone has signed in: what another account has left is not for them.
export async function forgetOthers(userId, kept = storage) {
  const owner = kept.getItem(ownerKey);
  if (owner !== null && owner !== String(userId)) {
    for (const key of personal) kept.removeItem(key);
    closeNotices();
    endPushes();
  }
  kept.setItem(ownerKey, String(userId));
  forgetLast({ but: userId, kept });
  await Promise.all([forgetDrafts({ but: userId }), forgetOutbox({ but: userId }), forgetSnapshot({ but: userId })]);
}

/// Signed out, here or elsewhere: nothing readable of that user stays behind, or, without one, of anyone.
async function forgetDevice(userId) {
  const forgetting = forgetDrafts({ of: userId });
  forgetRenewal();
  forgetLast();
  storage.removeItem("emoji");
  navigator.clearAppBadge?.().catch(() => {});
  await Promise.all([forgetting, forgetOutbox({ of: userId }), forgetSnapshot({ of: userId }), closeNotices(), endPushes()]);
}

/// Takes back what the pushes of a session lead to, and the notes about them; the server ends them with it. Whoever
/// wanted them has them again once they are back.
const endPushes = () => atWorker(async ({ pushManager }) => {
  caches.delete("pushes").catch(() => {});
  await (await pushManager?.getSubscription())?.unsubscribe();
});

/// Does that with the registration of the service worker, where there is one.
async function atWorker(work) {
  try {
    const found = await navigator.serviceWorker?.getRegistration();
    await (found && work(found));
  } catch (error) {
    console.warn(error);
  }
}

/// Closes the notifications that the service worker shows, whichever page had it show them: those whose tag is done
/// with.
export const closeNotices = (isDone = () => true) => atWorker(async (found) => {
  for (const each of await found.getNotifications()) if (isDone(each.tag)) each.close();
});

/// The same, without keeping back the door for a database that hangs: what is left then is forgotten behind the door,
/// where each page without a session tries again.
export function forgetSoon(userId = null) {
  const late = new Promise((resolve) => { setTimeout(resolve, doorWithinMilliseconds); });
  return Promise.race([forgetDevice(userId), late]);
}

/// Signs that user out here, in all tabs; a session that is over already needs no ending. `onEnded()` comes before the
/// other tabs hear of it.
export async function endSession(userId, onEnded = () => {}) {
  try {
    await api.logout();
  } catch (problem) {
    if (problem.status !== 401) throw problem;
  }
  onEnded();
  tellTabs(null);
  await forgetSoon(userId);
}
