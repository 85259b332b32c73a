// The quiet place of a file that cannot be had: it is tried again by a press, and once there is a connection again.
import { el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";

/// By page: the places that wait for a connection, each with its other try.
const waiting = new WeakMap();

/// `isGone`: the server has it no more.
export function missingPlace({ file, isGone, chat, onAgain }) {
  const place = el("div", { class: "file-missing" },
    icon("failed"),
    el("span", {}, isGone ? words.fileMissing : words.fileUnreachable),
    el("span", { class: "visually-hidden" }, file.alt || file.name),
    el("button", { type: "button", class: "link-button", onclick: onAgain }, words.tryAgain));
  if (!isGone) waitingOf(chat).set(place, onAgain);
  return place;
}

function waitingOf(chat) {
  if (!waiting.has(chat)) {
    waiting.set(chat, new Map());
    chat.addEventListener("connection", () => chat.isConnected && tryAgain(waiting.get(chat)));
  }
  return waiting.get(chat);
}

function tryAgain(places) {
  const known = [...places];
  places.clear();
  for (const [place, again] of known) if (place.isConnected) again();
}
