// The telling of new messages by a notification and a sound, by one tab of several. Fetched when there is one to tell.
import { unread } from "../logs/room-summary.js";
import { preferences } from "../text/preferences.js";
import { preview, roomName } from "../ui/labels.js";
import { noticesState } from "./permission.js";
import { playSound } from "./sound.js";
import { isTold } from "./telling.js";

/// Another tab that is looked at says so within this.
const othersSayWithinMilliseconds = 250;
/// Other tabs come to the same message within this.
const claimedMilliseconds = 10_000;
const soundEveryMilliseconds = 2_000;

/// The notifications that stand, by room.
const standing = new Map();
let soundedAt = -Infinity;
let isWatchingReading = false;

/// Tells of a message that came while nobody looked at this page.
export async function tell(chat, { message, isMention }) {
  const isWanted = () => {
    const room = chat.room(message.room_id);
    return room !== null && unread(room) > 0 && isTold({
      room, message, isMention, me: chat.me.id, quiet: chat.me.quiet, isLookedAt: chat.lookedAtElsewhere >= message.id, now: Date.now(),
    });
  };
  if (!isWanted()) return;
  await new Promise((resolve) => { setTimeout(resolve, othersSayWithinMilliseconds); });
  if (!isWanted()) return;
  await inOneTab(`told-${message.id}`, async () => {
    const isHeard = await sound();
    if (noticesState() === "on") await notify(chat, message, isHeard);
  });
}

/// A page without https has no locks, and no notifications either: each of its tabs may sound.
async function inOneTab(name, work) {
  if (!navigator.locks) return work();
  const isDone = new Promise((resolve, reject) => {
    navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      resolve();
      if (lock) await new Promise((release) => { setTimeout(release, claimedMilliseconds); });
    }).catch(reject);
  });
  return isDone;
}

async function sound() {
  if (preferences.get("sound") === "off" || performance.now() - soundedAt < soundEveryMilliseconds) return false;
  soundedAt = performance.now();
  return playSound();
}

async function notify(chat, message, isHeard) {
  const room = chat.room(message.room_id);
  const options = {
    body: preview(room, message, { me: chat.me.id, people: chat.people }), tag: `room-${room.id}`, renotify: true,
    silent: isHeard || preferences.get("sound") === "off", icon: "/assets/icon-192.png", lang: document.documentElement.lang,
    timestamp: Date.parse(message.timestamp), data: `/#/room/${room.id}`,
  };
  standing.set(room.id, await show(roomName(room), options));
  closeWhenRead(chat);
}

/// Some browsers let the page show it, others the service worker alone, which then hears of the press; see sw.js.
export async function show(title, options) {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      focus();
      if (options.data) location.hash = options.data.slice(1);
      notification.close();
    };
    return notification;
  } catch {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.showNotification(title, options);
    return {
      async close() {
        for (const each of await registration?.getNotifications({ tag: options.tag }) ?? []) each.close();
      },
    };
  }
}

/// Read here or on another device, it is no news any more; nor for someone who is signed out.
function closeWhenRead(chat) {
  if (isWatchingReading) return;
  isWatchingReading = true;
  const close = (isDone) => {
    for (const [roomId, notification] of [...standing].filter(([id]) => isDone(id))) {
      standing.delete(roomId);
      notification.close();
    }
  };
  chat.addEventListener("rooms", () => close((id) => !chat.room(id) || unread(chat.room(id)) === 0));
  chat.addEventListener("stopped", () => close(() => true));
}
