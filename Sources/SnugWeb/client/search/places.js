// The rooms and people whose names begin with what is typed: the shortest way, without asking the server.
import { roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { matching } from "../text/matching.js";
import { words } from "../words/words.js";
import { knownRooms } from "./suggestions.js";

const placesMax = 3;

/// Gives elements, none where nothing is called so.
export function placesOf(chat, text) {
  const query = text.trim();
  const found = query ? matching(knownRooms(chat), query).slice(0, placesMax) : [];
  if (!found.length) return [];
  return [el("section", { class: "search-places", "aria-label": words.placesFound }, el("ul", { class: "place-list" },
    ...found.map(({ id, name, room }) => el("li", {}, el("a", { class: "place", href: `#/room/${id}` },
      roomAvatar(room, name, { other: chat.other(room), picture: chat.people.picture(chat.other(room)) }),
      bdi(name, "ellipsis"))))))];
}
