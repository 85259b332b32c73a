// The files of a message in the places that its row has for them. Fetched with the first of them.
import { isThere } from "../calls/files.js";
import { addressOf, kindOf } from "../text/file-kind.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";
import { fileLine } from "./file-line.js";
import { fileSign } from "./file-signs.js";
import { learnFiles } from "./learning.js";
import { isStrip, shownAddress, sizeOf, squareAddress } from "./loading.js";
import { missingPlace } from "./missing-place.js";
import { unsentPart } from "./unsent-part.js";

export { learnFiles };

/// By place: the facts that it shows.
const prints = new WeakMap();

/// `root` has a place for each of `files`; `surroundings`: `chat`, `toast`, `roomId`, `row`.
export async function showFiles(root, files, surroundings) {
  await learnFiles();
  for (const [index, file] of files.entries()) {
    const place = root.children[index];
    const isUnsent = file.state !== undefined;
    const print = isUnsent ? `unsent ${file.key ?? file.name} ${file.url ?? ""}` : JSON.stringify(file);
    if (prints.get(place) !== print) {
      prints.set(place, print);
      place.replaceChildren(...isUnsent ? unsent(file) : sent(place, file, surroundings));
    }
    if (isUnsent) unsentPart(place, file, surroundings);
  }
}

const drawn = { picture, video, audio, file: (place, file, { toast }) => [fileLine(file, toast)] };

const sent = (place, file, surroundings) => drawn[kindOf(file)](place, file, surroundings);

/// One that is not sent yet, as far as this device can show it. Its address is one of this page's own.
function unsent(file) {
  const address = /^blob:/.test(file.url) ? file.url : null;
  switch (kindOf(file)) {
    case "picture": return [el("span", { class: "picture-frame" }, address && el("img", { alt: file.alt || file.name, src: address }))];
    case "video": return [el("span", { class: "picture-frame film" }, address && el("img", { alt: "", src: address }), fileSign("video")), fileLine(file)];
    default: return [fileLine(file)];
  }
}

// Pictures

function picture(place, file, surroundings) {
  const { chat, toast, roomId } = surroundings;
  const [small, original] = [file.preview_url, file.url].map(addressOf);
  if (!small && !original) return [missing(place, file, surroundings, { isGone: true })];
  const label = file.alt || words.pictureNamed(file.name);
  const view = async ({ currentTarget: button }) => {
    // Safari gives a button that is pressed no focus, and it is to come back there.
    button.focus();
    (await import("./viewer.js")).viewInRoom({ chat, toast, roomId, id: file.id });
  };
  const button = el("button", { type: "button", class: "picture-frame", "aria-haspopup": "dialog" });
  const isSquare = place.classList.contains("square");
  const load = (address) => {
    button.replaceChildren(shownBefore(place, label) ?? el("img", {
      class: isSquare && isStrip(file, address) && "strip", loading: "lazy", decoding: "async", draggable: "false", alt: label,
      onerror: () => failed(place, file, surroundings), src: address,
    }), ...file.type === "image/gif" && address === small ? [el("span", { class: "picture-tag", "aria-hidden": "true" }, "GIF")] : []);
    button.onclick = view;
  };
  const address = (isSquare ? squareAddress : shownAddress)(file);
  if (address) {
    load(address);
  } else {
    button.append(fileSign("picture"), el("span", {}, words.loadPicture(sizeOf(file))), el("span", { class: "visually-hidden" }, label));
    button.onclick = () => load(original);
  }
  return [button];
}

/// The picture that stood there while it was being sent: nothing is fetched, and nothing flashes.
function shownBefore(place, label) {
  const image = place.querySelector(":scope > span.picture-frame > img");
  if (!image?.naturalWidth) return null;
  image.alt = label;
  image.draggable = false;
  return image;
}

// Films and sounds

/// A film whose first picture came along is fetched when it is played; of others the browser fetches their beginning.
function video(place, file, surroundings) {
  const address = addressOf(file.url);
  const poster = addressOf(file.preview_url);
  if (!address) return [missing(place, file, surroundings, { isGone: true }), fileLine(file)];
  return [
    el("video", {
      controls: true, playsinline: true, preload: poster ? "none" : "metadata", poster, "aria-label": file.alt || file.name,
      onerror: () => failed(place, file, surroundings), src: address,
    }),
    fileLine(file, surroundings.toast),
  ];
}

function audio(place, file, surroundings) {
  const address = addressOf(file.url);
  if (!address) return [missing(place, file, surroundings, { isGone: true })];
  return [
    fileLine(file, surroundings.toast),
    el("audio", {
      controls: true, controlslist: "noplaybackrate nodownload", preload: "none", "aria-label": file.alt || file.name, onerror: () => failed(place, file, surroundings), src: address,
    }),
  ];
}

// Files that cannot be had

const missing = (place, file, surroundings, { isGone }) => missingPlace({
  file, isGone, chat: surroundings.chat,
  onAgain: () => {
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(...sent(place, file, surroundings));
    if (hadFocus) place.querySelector("button, a, video, audio")?.focus({ preventScroll: true });
  },
});

/// No answer, or one that the browser cannot show. Only the server knows if the file is gone.
async function failed(place, file, surroundings) {
  // A film keeps the line beneath it.
  const lines = kindOf(file) === "video" ? [fileLine(file)] : [];
  const show = (how) => place.replaceChildren(missing(place, file, surroundings, how), ...lines);
  show({ isGone: false });
  const shown = place.firstChild;
  const isGone = await isThere(addressOf(file.url)).then((isThere) => !isThere, () => false);
  if (isGone && place.firstChild === shown) show({ isGone });
}
