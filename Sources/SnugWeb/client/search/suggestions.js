// The people, rooms and things that fit the filter which is being typed.
import { api } from "../models/api.js";
import { matching } from "../text/matching.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { words } from "../words/words.js";
import { hasKinds } from "./query.js";

const suggestionsMax = 8;

/// The words for oneself after `from:`, in all languages of the page.
const selves = ["me", "mir", "ich"];

/// Everyone whom this page knows, oneself by a word for it too: `[{id, name, shown}]`. First come those of that room,
/// then those whom one wrote with last, then oneself; last those who are here no more.
export function knownPeople(chat, room = null) {
  const { people, me: { id, name } } = chat;
  const members = (room && chat.members(room.id)) || [];
  const near = [...members.map(({ user_id: user }) => user).filter((user) => user !== id), ...chat.rooms.map((each) => chat.other(each)), id];
  const places = new Map(near.map((each, index) => [each, index - near.length]).reverse());
  const rank = (each) => (people.isDeactivated(each.id) ? 1 : places.get(each.id) ?? 0);
  const all = [...people.everyone().filter((each) => each.id !== id), { id, name }].sort((a, b) => rank(a) - rank(b));
  // Somebody may be called so.
  const own = selves.filter((self) => !all.some((each) => each.name.toLowerCase() === self));
  return [...all, ...own.map((self) => ({ id, name: self, shown: name }))];
}

export const knownRooms = (chat) => chat.rooms.map((room) => ({ id: room.id, name: roomName(room), room }));

/// Those whose names begin so; whoever is called exactly so comes first.
function called(candidates, query) {
  const isExact = ({ name }) => name.toLowerCase() === query.trim().toLowerCase();
  const exact = candidates.filter(isExact);
  const found = matching(candidates, query);
  return [...exact, ...found.filter((each) => !isExact(each))].slice(0, suggestionsMax);
}

/// The suggestions that are here at once, `[{kind, value, nodes}]`.
export function suggestionsAtOnce(chat, { kind, query, room }) {
  switch (kind) {
    case "person": return people(chat, called(knownPeople(chat, room), query));
    case "room": return called(knownRooms(chat), query).map(({ id, name, room }) => ({
      kind, value: { id, name },
      nodes: [roomAvatar(room, name, { other: chat.other(room), picture: chat.people.picture(chat.other(room)) }), bdi(name, "ellipsis")],
    }));
    case "has": return things(query);
    default: return [];
  }
}

/// With those whom only the server knows.
export async function suggestionsInTime(chat, { kind, query, room }) {
  if (kind !== "person" || !query.trim()) return null;
  const { users } = await api.users({ q: query.trim(), limit: suggestionsMax });
  chat.people.learn(users);
  return people(chat, [...called(knownPeople(chat, room), query), ...users]);
}

function people(chat, found) {
  const once = new Map(found.map((each) => [each.id, each]));
  return [...once.values()].slice(0, suggestionsMax).map(({ id, name, shown = name }) => ({
    kind: "person", value: { id, name: shown },
    nodes: [
      personAvatar(id, shown, { picture: chat.people.picture(id) }),
      bdi(id === chat.me.id ? words.oneself(shown) : shown, "ellipsis"),
      chat.people.isDeactivated(id) && el("span", { class: "quiet" }, words.hereNoMore),
    ].filter(Boolean),
  }));
}

function things(query) {
  const begins = (text) => text.toLowerCase().startsWith(query.toLowerCase());
  return hasKinds.filter((each) => begins(each) || begins(words.hasKinds[each]))
    .map((value) => ({ kind: "has", value, nodes: [bdi(words.hasKinds[value])] }));
}
