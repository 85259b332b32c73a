// The small round picture of a person, the square one of a room.
import { initials } from "../text/text.js";
import { el } from "./dom.js";

/// `picture` is the address of the one that they chose, if any.
export const personAvatar = (id, name, { picture = null } = {}) =>
  avatar(id, picture ? el("img", { src: picture, alt: "" }) : initials(name ?? ""), "round");

/// `other` is the other person of a direct room, if known; `isOnline` is true while they are here.
export function roomAvatar(room, name, { other = null, isOnline = false } = {}) {
  const isDirect = room.kind === "direct";
  const text = room.kind === "open" ? "#" : initials(name);
  return avatar(other ?? room.id, text, `${isDirect ? "round" : "square"}${isOnline ? " online" : ""}`);
}

const tints = 8;

function avatar(id, shown, shape) {
  return el("span", { class: `avatar ${shape} tint-${id % tints}`, "aria-hidden": "true" }, shown);
}
