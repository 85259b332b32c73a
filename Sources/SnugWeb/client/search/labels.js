// Searches and days in a line.
import { currentLocale, words } from "../words/words.js";
import { roomName } from "../ui/labels.js";
import { dayKey } from "../ui/time.js";

export const today = () => dayKey(Date.now());

/// "26 Nov", with the year where it is another.
export function shortDay(day) {
  const year = day.slice(0, 4) === today().slice(0, 4) ? undefined : "numeric";
  const formatted = new Intl.DateTimeFormat(currentLocale(), { day: "numeric", month: "short", year, timeZone: "UTC" });
  return formatted.format(new Date(`${day}T00:00:00Z`));
}

export function daysLabel(since, until) {
  if (since === until) return shortDay(since);
  if (since && until) return `${shortDay(since)} – ${shortDay(until)}`;
  return since ? words.sinceDay(shortDay(since)) : words.untilDay(shortDay(until));
}

/// The search with the names that its person and its room have by now.
export function nowCalled(chat, search) {
  const { person, room } = search;
  const known = room && chat.room(room.id);
  return {
    ...search,
    person: person && { ...person, name: chat.people.name(person.id) ?? person.name },
    room: known ? { ...room, name: roomName(known) } : room,
  };
}

/// The filters of a search, each in a few words.
export const filterLabels = ({ person, room, has, since, until }) => [
  person && words.fromPerson(person.name),
  room && words.inRoom(room.name),
  has && words.hasKinds[has],
  (since || until) && daysLabel(since, until),
].filter(Boolean);
