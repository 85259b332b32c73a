// The rooms and people whose names begin with what is typed: the shortest way, without asking the server.
import { directRoom } from "../calls/rooms.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { matching } from "../text/matching.js";
import { words } from "../words/words.js";
import { knownRooms } from "./suggestions.js";

const placesMax = 3;

/// Gives elements, none where nothing is called so. `onFailed(problem)`: no room with that person could be made.
export function placesOf(chat, text, onFailed) {
  const query = text.trim();
  if (!query) return [];
  const rooms = matching(knownRooms(chat), query).slice(0, placesMax);
  const met = new Set([chat.me.id, ...chat.rooms.map((room) => chat.other(room))]);
  const people = matching(chat.people.named().filter(({ id }) => !met.has(id)), query).slice(0, placesMax - rooms.length);
  if (!rooms.length && !people.length) return [];
  return [el("section", { class: "search-places", "aria-label": words.placesFound }, el("ul", { class: "place-list" },
    ...rooms.map(({ id, name, room }) => el("li", {}, el("a", { class: "place", href: `#/room/${id}` },
      roomAvatar(room, name, { other: chat.other(room), picture: chat.people.picture(chat.other(room)) }),
      bdi(name, "ellipsis")))),
    ...people.map(({ id, name }) => el("li", {}, personPlace(chat, { id, name }, onFailed)))))];
}

/// Of someone whom one has not written with, the room is made by the way to it.
function personPlace(chat, { id, name }, onFailed) {
  const button = el("button", { type: "button", class: "place", onclick: () => act(button, write, onFailed) },
    personAvatar(id, name, { picture: chat.people.picture(id) }), bdi(name, "ellipsis"));

  async function write() {
    const room = await directRoom(chat, id);
    location.hash = `#/room/${room.id}`;
  }

  return button;
}
