// The menu of the bell: the messages of a room that one is told of, and muting it for a time.
import { setNotify } from "../calls/rooms.js";
import { closeWithRoom } from "../choices/close-with-room.js";
import { menuItem, showMenu } from "../choices/menu.js";
import { actIcon } from "../drawing/act-icons.js";
import { isMuted, lastingLevel, level } from "../logs/room-summary.js";
import { el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { clock, timeWithin } from "../ui/time.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { browserPush, canPush } from "./browser-push.js";
import { askForNotices, noticesState } from "./permission.js";
import { muteEnds } from "./telling.js";

export async function showLevelMenu({ chat, toast, roomId, anchor }) {
  await learnPageWords();
  const room = chat.room(roomId);
  if (!room) return;
  const { act, fill, close } = showMenu({
    label: words.notifyIn(roomName(room)), anchor,
    onRefused: (problem) => toast.say(problem.message), onClosed: () => closed(),
  });
  const closed = closeWithRoom(chat, roomId, close);
  const isForNow = isMuted(room) && Boolean(room.notify_until);
  const choice = (value) => el("button", {
    type: "button", class: "menu-item menu-choice", "aria-pressed": String(!isForNow && level(room) === value),
    onclick: act(() => setLevel({ chat, toast, roomId, level: value })),
  }, el("span", { class: "grow" }, words.notifyLevels[value], el("span", { class: "quiet" }, words.notifyHints[value])), actIcon("check"));
  fill(
    isForNow ? el("p", { class: "menu-note" }, mutedUntil(room)) : null,
    ...["everything", "mentions", "nothing"].map(choice),
    el("p", { class: "menu-note" }, words.muteFor),
    ...muteItems({ chat, toast, roomId, act }),
    ...permission({ toast, act }));
}

/// A level tells nothing where the browser may not.
function permission({ toast, act }) {
  const state = noticesState();
  const note = (...content) => el("p", { class: "menu-note" }, words.noticesAre[state], ...content);
  if (state === "off")
    return [note(), menuItem("bell", words.turnOnNotices, act(() => turnOn(toast)))];
  return ["denied", "home"].includes(state) ? [note(" ", el("a", { href: "#/settings" }, words.howToAllow))] : [];
}

async function turnOn(toast) {
  const state = await askForNotices();
  toast.say(words.noticesAre[state]);
  // Without pushes they come while a page is open; the settings tell why.
  if (state === "on" && canPush()) browserPush.turnOn().catch((refusal) => console.warn("No pushes come here", refusal));
}

/// The entries that mute a room for a time, and, if `isForGood`, for good; `act(work)` closes the menu before its work.
export function muteItems({ chat, toast, roomId, act, isForGood = false }) {
  const ends = muteEnds(Date.now());
  const item = (label, until) => menuItem("clock", label, act(() => setLevel({ chat, toast, roomId, level: "nothing", until })));
  return [
    item(words.muteHour, ends.hour),
    item(words.muteHours, ends.hours),
    item(words.muteMorning(clock(ends.morning)), ends.morning),
    isForGood ? menuItem("muted", words.muteForGood, act(() => setLevel({ chat, toast, roomId, level: "nothing" }))) : null,
  ].filter(Boolean);
}

/// `until`, in milliseconds, is when it is told again what was before.
export async function setLevel({ chat, toast, roomId, level: value, until }) {
  await setNotify(chat, roomId, value, until && new Date(until).toISOString());
  toast.say(until ? mutedUntil(chat.room(roomId)) : words.notifyHints[value]);
}

/// The sentence on a room that is muted for a time.
export const mutedUntil = (room) =>
  words.mutedUntil(momentWithin(Date.parse(room.notify_until)), words.mutedThen[lastingLevel(room)]);

/// The moment within a sentence: the clock where it is today's.
export function momentWithin(at, now = Date.now()) {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? clock(at) : words.dayAndTime(timeWithin(at, at + 2 * 86_400_000), clock(at));
}
