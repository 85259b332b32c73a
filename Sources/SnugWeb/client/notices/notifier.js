// The telling of new messages by a notification and a sound, by one tab of several. Fetched when there is one to tell.
import { unread } from "../logs/room-summary.js";
import { closeNotices } from "../models/device.js";
import { preferences } from "../text/preferences.js";
import { storage } from "../text/storage.js";
import { preview, roomName } from "../ui/labels.js";
import { browserPush } from "./browser-push.js";
import { noticesState } from "./permission.js";
import { noteSound } from "./push-sound.js";
import { playSound } from "./sound.js";
import { isTold } from "./telling.js";

/// Another tab that is looked at says so within this.
const othersSayWithinMilliseconds = 250;
/// Other tabs come to the same message within this.
const claimedMilliseconds = 10_000;
const soundEveryMilliseconds = 2_000;
const soundedKey = "sounded-at";

/// The notifications that this page shows by itself, by their tags; those of the service worker are the browser's.
const standing = new Map();
/// The newest message of each room that is told of, as it is by now; none once that is deleted.
const newest = new Map();
let isWatching = false;

const tagOf = (roomId) => `room-${roomId}`;

/// Tells of a message that came while nobody looked at this page.
export async function tell(chat, { message, isMention }) {
  const isWanted = (quiet) => isNews(chat, message.room_id) && isTold({
    room: chat.room(message.room_id), message, isMention, me: chat.me.id, quiet,
    isLookedAt: chat.isLookedAtElsewhere(message), now: Date.now(),
  });
  if (!isWanted(null)) return;
  newest.set(message.room_id, message);
  closeWhenRead(chat);
  // Quiet hours may have been set on another device, or ended, since this page asked.
  await chat.lookAtMe();
  if (!isWanted(chat.me.quiet)) return;
  await new Promise((resolve) => { setTimeout(resolve, othersSayWithinMilliseconds); });
  if (!isWanted(chat.me.quiet)) return;
  await inOneTab(`told-${chat.epoch}-${message.id}`, async () => {
    const isHeard = await sound();
    if (noticesState() === "on" && isWanted(chat.me.quiet) && isNewest(message)) await notify(chat, message.room_id, isHeard);
  });
}

/// True while something in the room is unread, by someone who is still in it, and signed in.
const isNews = (chat, roomId) => !chat.isOver && chat.room(roomId) !== null && unread(chat.room(roomId)) > 0;

const isNewest = ({ room_id: roomId, id }) => newest.get(roomId)?.id === id;

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

/// Tabs take turns at telling: all of them keep the silence after a sound.
async function sound() {
  const since = Date.now() - Number(storage.getItem(soundedKey));
  if (preferences.get("sound") === "off" || (since >= 0 && since < soundEveryMilliseconds)) return false;
  storage.setItem(soundedKey, String(Date.now()));
  return playSound();
}

/// Shows what is newest in the room. What was shown before and is another by now is replaced without a sound.
async function notify(chat, roomId, isHeard, renotify = true) {
  const room = chat.room(roomId);
  const message = newest.get(roomId);
  const options = {
    body: preview(room, message, { people: chat.people }), tag: tagOf(room.id), renotify,
    silent: isHeard || preferences.get("sound") === "off", icon: "/assets/icon-192.png", lang: document.documentElement.lang,
    timestamp: Date.parse(message.timestamp), data: { url: `/#/room/${room.id}`, seq: message.seq, epoch: chat.epoch, unread: unread(room) },
  };
  await show(roomName(room), options);
  // Read, left or signed out while the browser made it.
  if (!isNews(chat, room.id) || !isNewest(message)) await close((tag) => tag === options.tag);
}

/// A notification keeps no words that their writer has taken back.
async function messageChanged(chat, message) {
  const { room_id: roomId, content, deleted_at: deletedAt } = message;
  if (!isNewest(message)) return;
  const known = newest.get(roomId);
  const tag = tagOf(roomId);
  if (deletedAt) {
    newest.delete(roomId);
    return close((each) => each === tag);
  }
  newest.set(roomId, message);
  if (content !== known.content && isNews(chat, roomId) && await isShown(tag)) await notify(chat, roomId, true, false);
}

async function isShown(tag) {
  if (standing.has(tag)) return true;
  const registration = await navigator.serviceWorker?.getRegistration();
  return ((await registration?.getNotifications({ tag })) ?? []).length > 0;
}

/// Some browsers let the page show it, others the service worker alone, which then hears of the press; see sw.js. So it
/// does where pushes come: the push about the same message takes its place.
export async function show(title, options) {
  if (preferences.get("push") === "on" && await showByWorker(title, options).catch(() => false)) return;
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      focus();
      if (options.data) location.hash = options.data.url.slice(1);
      notification.close();
    };
    notification.onclose = () => standing.get(options.tag) === notification && standing.delete(options.tag);
    standing.set(options.tag, notification);
  } catch {
    await showByWorker(title, options);
  }
}

/// Gives true if there is a service worker to show it.
async function showByWorker(title, options) {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.showNotification(title, options);
  return registration !== undefined;
}

async function close(isDone) {
  for (const [tag, notification] of [...standing].filter(([each]) => isDone(each))) {
    standing.delete(tag);
    notification.close();
  }
  await closeNotices(isDone);
}

/// Read here or on another device, it is no news any more; nor for someone who is signed out. Those from before this
/// page are looked at once the server has told how far one has read.
export function closeWhenRead(chat) {
  if (isWatching) return;
  isWatching = true;
  let known = null;
  noteSound();
  chat.addEventListener("rooms", () => {
    const news = new Set(chat.rooms.filter(({ id }) => isNews(chat, id)).map(({ id }) => tagOf(id)));
    if (known === null ? chat.isConnected : [...known].some((tag) => !news.has(tag)))
      close((tag) => tag.startsWith(tagOf("")) && !news.has(tag));
    if (known !== null || chat.isConnected) known = news;
  });
  chat.addEventListener("changed", ({ detail: { message } }) => messageChanged(chat, message));
  chat.addEventListener("stopped", () => close(() => true));
  chat.addEventListener("connection", () => chat.isConnected && browserPush.mendOnce());
  if (chat.isConnected) browserPush.mendOnce();
  // One of its notifications was pressed; or the number on the icon is of the few rooms that the worker knows.
  navigator.serviceWorker?.addEventListener("message", ({ data: { open, isCounted }, ports }) => {
    if (isCounted) navigator.setAppBadge(chat.unread).catch(() => {});
    if (!open) return;
    ports[0].postMessage(true);
    location.hash = open.slice(1);
  });
  // Nothing hears of their presses any more.
  addEventListener("pagehide", () => { for (const each of standing.values()) each.close(); });
}
