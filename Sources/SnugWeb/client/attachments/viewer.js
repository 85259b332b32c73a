// The viewer of pictures: one at a time over the whole window, enlarged and moved by wheel, fingers and keys; beside it
// the room's next and the one before.
import { isThere, roomFiles } from "../calls/files.js";
import { addressOf } from "../text/file-kind.js";
import { showDialog } from "../ui/dialog.js";
import { el, setText, show } from "../ui/dom.js";
import { fullTime } from "../ui/time.js";
import { words } from "../words/words.js";
import { download } from "./file-line.js";
import { fileSign } from "./file-signs.js";
import { Gallery, picturesOf } from "./gallery.js";
import { learnFiles } from "./learning.js";
import { missingPlace } from "./missing-place.js";
import { PictureStage } from "./picture-stage.js";

/// A neighbour that is larger than this is not fetched before it is wanted.
const fetchedAheadBytesMax = 2_000_000;

let isOpen = false;

/// Shows a picture among those of its room that stand in the log, and those before and after them.
export function viewInRoom({ chat, toast, roomId, id }) {
  const { messages, hasOlder, hasNewer } = chat.logs.get(roomId);
  const [oldest] = messages.flatMap(({ attachments = [] }) => attachments);
  const gallery = new Gallery({
    items: picturesOf(messages), hasOlder, hasNewer, before: oldest?.id, page: (parameters) => roomFiles(roomId, parameters),
  });
  return view({ chat, toast, roomId, gallery, id });
}

export async function view({ chat, toast, roomId, gallery, id }) {
  await learnFiles();
  // Pressed twice, or deleted meanwhile.
  if (isOpen || !gallery.get(id)) return;
  isOpen = true;
  let item = gallery.get(id);
  /// Counts the pictures that were shown: what comes late is for one of them alone.
  let turn = 0;
  /// The steps that were asked for and are not done yet: onward, or back where negative.
  let wanted = 0;
  let isGoing = false;
  const listening = new AbortController();
  const { signal } = listening;

  const button = (sign, label, onclick) =>
    el("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick }, fileSign(sign));
  const link = (sign, label, more = {}) =>
    el("a", { class: "icon-button", "aria-label": label, title: label, ...more }, fileSign(sign));
  const time = el("time");
  const toMessage = link("message", words.showMessage);
  const save = link("download", words.saveFile, { onclick: (event) => download(event, toast) });
  const previous = button("previous", words.previousPicture, () => go(-1));
  const next = button("next", words.nextPicture, () => go(1));
  previous.classList.add("viewer-previous");
  next.classList.add("viewer-next");
  const said = el("bdi", { class: "viewer-said" });
  const place = el("span", { class: "viewer-place" });
  const caption = el("p", { class: "viewer-caption", role: "status" }, said, place, time);
  const busy = el("p", { class: "viewer-busy", hidden: true });
  const stage = new PictureStage({
    label: words.pictureStage,
    onSwiped: (step) => go(step), onClosed: () => dialog.close(),
    onZoomed: ({ isWhole, isNearest }) => {
      farther.ariaDisabled = String(isWhole);
      nearer.ariaDisabled = String(isNearest);
    },
  });
  const farther = button("farther", words.zoomOut, () => stage.zoomOut());
  const nearer = button("nearer", words.zoomIn, () => stage.zoomIn());
  const dialog = showDialog({
    title: "", className: "viewer",
    content: [el("div", { class: "viewer-middle" }, stage.root, busy, previous, next), caption],
  });
  const bar = dialog.querySelector("header");
  const [heading, close] = bar.children;
  close.before(farther, nearer, toMessage, save);
  heading.replaceChildren(el("bdi", { class: "ellipsis" }));
  dialog.addEventListener("keydown", keyed);
  dialog.addEventListener("close", () => {
    isOpen = false;
    listening.abort();
    stage.close();
  });
  chat.addEventListener("changed", ({ detail: { message } }) => changed(message), { signal });
  chat.addEventListener("left", ({ detail }) => detail.roomId === roomId && dialog.close(), { signal });
  chat.addEventListener("people", describe, { signal });
  close.focus();
  display();

  function describe() {
    const { file, seq, userId, at } = item;
    setText(heading.firstChild, userId === chat.me.id ? words.you : chat.people.name(userId) ?? words.someone);
    const { number, count } = gallery.place(file.id) ?? { count: 1 };
    setText(place, count > 1 ? `${words.pictureOf(number, count)} · ` : "");
    setText(time, fullTime(at));
    time.dateTime = new Date(at).toISOString();
    toMessage.href = `#/room/${roomId}/message/${seq}`;
    save.href = addressOf(file.url) ?? "";
    save.download = file.name;
    setText(said, file.alt || file.name);
  }

  function display() {
    const number = ++turn;
    const isCurrent = () => number === turn && dialog.open;
    describe();
    previous.ariaDisabled = String(!gallery.mayHave(item.file.id, -1));
    next.ariaDisabled = String(!gallery.mayHave(item.file.id, 1));
    load(item.file, isCurrent);
  }

  /// The small one is there at once; the picture itself takes its place.
  async function load(file, isCurrent) {
    const { width, height, alt, name } = file;
    const picture = (address) => el("img", { class: "viewer-picture", alt: alt || name, draggable: "false", decoding: "async", src: address });
    const small = addressOf(file.preview_url);
    const large = isShowable(file) ? addressOf(file.url) : small;
    const before = small && picture(small);
    say(words.loading);
    stage.show(before, width && height ? { width, height } : null);
    const image = picture(large ?? "");
    try {
      if (large) await image.decode();
      else throw new TypeError("There is no such picture");
      if (!isCurrent()) return;
      stage.show(image, width && height ? { width, height } : { width: image.naturalWidth, height: image.naturalHeight }, { isSame: true });
      say(null);
      fetchAhead();
    } catch {
      await refused(file, before, isCurrent);
    }
  }

  /// The part of it that is there stays.
  async function refused(file, before, isCurrent) {
    const isGone = await isThere(addressOf(file.url) ?? "/").then((isHere) => !isHere, () => false);
    // The small one may be on its way still.
    await before?.decode().catch(() => {});
    if (!isCurrent()) return;
    const again = () => isCurrent() && load(file, isCurrent);
    const isSmallShown = before?.naturalWidth > 0 && !isGone;
    say(isSmallShown && words.onlySmallPicture, again);
    if (!isSmallShown) stage.show(missingPlace({ file, isGone, chat, onAgain: again }), null);
  }

  /// With a button for another try, if there is one.
  function say(sentence, again = null) {
    show(busy, Boolean(sentence));
    busy.replaceChildren(sentence || "", ...again ? [" ", el("button", { type: "button", class: "link-button", onclick: again }, words.tryAgain)] : []);
  }

  function fetchAhead() {
    if (navigator.connection?.saveData) return;
    for (const step of [1, -1]) {
      const file = gallery.known(item.file.id, step)?.file;
      const address = file && addressOf(isShowable(file) && file.size <= fetchedAheadBytesMax ? file.url : file.preview_url);
      if (address) new Image().src = address;
    }
  }

  /// Presses while a page of the list is on its way count all the same.
  async function go(step) {
    wanted += step;
    if (isGoing) return;
    isGoing = true;
    try {
      while (wanted && await goOne(Math.sign(wanted))) wanted -= Math.sign(wanted);
    } finally {
      wanted = 0;
      isGoing = false;
    }
  }

  /// Promises true once it is there.
  async function goOne(step) {
    const number = turn;
    const { id: from } = item.file;
    if (!gallery.mayHave(from, step)) return false;
    const isKnown = gallery.known(from, step) !== null;
    if (!isKnown) say(words.loading);
    try {
      const found = await gallery.beside(from, step);
      if (number !== turn || !dialog.open) return false;
      if (!isKnown) say(null);
      if (found) item = found;
      else (step < 0 ? previous : next).ariaDisabled = "true";
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      say(null);
      toast.say(problem.message);
    }
    if (item.file.id === from) return false;
    display();
    return true;
  }

  /// Nobody goes on looking at what its sender took back.
  function changed({ room_id: room, seq, deleted_at: deletedAt }) {
    if (room !== roomId || !deletedAt) return;
    const before = item;
    item = gallery.withdraw(seq, item.file.id);
    if (item === before) return;
    if (item) display();
    else dialog.close();
    toast.say(words.deleted);
  }

  function keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isRightToLeft = document.documentElement.dir === "rtl";
    const across = (right) => (stage.isWhole ? go((right > 0) === isRightToLeft ? -1 : 1) : stage.pan(right, 0));
    const work = {
      "+": () => stage.zoomIn(), "=": () => stage.zoomIn(), "-": () => stage.zoomOut(), 0: () => stage.showWhole(),
      ArrowLeft: () => across(-1), ArrowRight: () => across(1), ArrowUp: () => stage.pan(0, -1), ArrowDown: () => stage.pan(0, 1),
    }[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  }
}

/// Some browsers show a HEIC picture, most only the small one of it.
const isShowable = ({ type, preview_url: preview }) => !preview || /^image\/(png|jpeg|gif|webp|avif)$/.test(type);
