// The small round picture of a person, the square one of a room.
import { el } from "./dom.js";
import { initials } from "./text.js";

const tints = 8;

export const personAvatar = (id, name) => avatar(id, initials(name ?? ""), "round");
export const roomAvatar = (room, name) =>
  avatar(room.id, room.kind === "open" ? "#" : initials(name), room.kind === "direct" ? "round" : "square");

function avatar(id, text, shape) {
  return el("span", { class: `avatar ${shape} tint-${id % tints}`, "aria-hidden": "true" }, text);
}
