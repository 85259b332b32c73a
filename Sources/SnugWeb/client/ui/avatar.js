// The small round picture of a person, the square one of a room.
import { initials } from "../text/text.js";
import { el } from "./dom.js";

export const personAvatar = (id, name) => avatar(id, initials(name ?? ""), "round");

/// `other` is the other person of a direct room, if known; `isOnline` is true while they are here.
export function roomAvatar(room, name, { other = null, isOnline = false } = {}) {
  const isDirect = room.kind === "direct";
  const text = room.kind === "open" ? "#" : initials(name);
  return avatar(other ?? room.id, text, `${isDirect ? "round" : "square"}${isOnline ? " online" : ""}`);
}

const tints = 8;

function avatar(id, text, shape) {
  return el("span", { class: `avatar ${shape} tint-${id % tints}`, "aria-hidden": "true" }, text);
}
