// The small round picture of a person, the square one of a room: initials, with a picture over them once it is there.
import { initials } from "../text/text.js";
import { el } from "./dom.js";

/// `picture` is an address, or null; `isOnline` is true while they are here.
export const personAvatar = (id, name, { picture = null, isOnline = false } = {}) =>
  avatar(id, initials(name ?? ""), `round${isOnline ? " online" : ""}`, picture);

/// `other` is the other person of a direct room, if known.
export function roomAvatar(room, name, { other = null, picture, isOnline } = {}) {
  if (room.kind === "direct") return personAvatar(other ?? room.id, name, { picture, isOnline });
  return avatar(room.id, room.kind === "open" ? "#" : initials(name), "square");
}

/// Puts an avatar in the place of another, unless it shows the same.
export function replaceAvatar(old, next) {
  if (!next.isEqualNode(old)) old.replaceWith(next);
}

const tints = 8;
const pictures = /^\/api\/v1\/users\/\d+\/picture\/\w+$/;

function avatar(id, text, shape, picture) {
  return el("span", { class: `avatar ${shape} tint-${id % tints}`, "aria-hidden": "true" },
    text, pictures.test(picture) && el("img", { alt: "", loading: "lazy", decoding: "async", onload: reveal, src: picture }));
}

/// Without an attribute: the avatar is the same one as before.
function reveal({ target }) {
  target.animate({ opacity: 1 }, { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150, fill: "forwards" });
}
