// The files that are to go with the next message of a room, above its text. They stay while the page is open.
import { size } from "../text/size.js";
import { bdi, drawing, el, icon, reconcile, setText, show, styleSheet } from "../ui/dom.js";
import { learnSendingWords } from "../words/talk-words.js";
import { currentLocale, words } from "../words/words.js";
import { showDescribe } from "./describe-dialog.js";
import { filesMax, fittingName, limitsInWords, limitsOf, refusalOf } from "./limits.js";
import { prepared } from "./pictures.js";

const sheet = "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4";
const unlimited = { max: null, left: null };
/// The server's bound of a description.
const altCharactersMax = 1_000;

let trays = 0;
/// Files are made ready one after the other, those of all rooms: a picture takes memory.
let preparing = Promise.resolve();

export async function makeTray(chat) {
  await Promise.all([learnSendingWords(), styleSheet("/assets/files/tray.css")]);
  return new Tray(chat);
}

class Tray {
  #chat;
  /// `{key, name, type, size, isReady}` and what `prepared` gives, in their order.
  #files = [];
  #limits = unlimited;
  #keys = 0;
  #list;
  #hint;
  #surroundings = null;
  /// They are to go as soon as they are ready.
  #isAwaited = false;

  constructor(chat) {
    this.#chat = chat;
    const id = `tray-${++trays}`;
    this.#hint = el("p", { id, class: "tray-hint" });
    this.#list = el("ul", { class: "tray-files", "aria-label": words.tray, "aria-describedby": id });
    this.root = el("div", { class: "tray", hidden: true }, this.#list, this.#hint);
    // The browser asks if the page is to be left: they would be gone with it.
    addEventListener("beforeunload", (event) => { if (!this.isEmpty && !chat.isOver) event.preventDefault(); });
  }

  /// `surroundings`: `onChange()`, `say(sentence)` for what is refused, `announce(sentence)`, `focus()` for when the
  /// focused file is gone: those of the composer that shows it now.
  attach(surroundings) {
    this.#surroundings = surroundings;
  }

  get isEmpty() { return !this.#files.length; }
  get isReady() { return this.#files.every(({ isReady }) => isReady); }

  /// A promise that is kept once no file is being made ready any more, of which the tray tells meanwhile.
  async ready() {
    this.#isAwaited = true;
    this.#render();
    this.#surroundings.announce(words.sentWhenReady);
    while (!this.isReady) await preparing;
    this.#isAwaited = false;
    this.#render();
  }

  /// Adds files; `folders` are the names of those that came with them.
  async add(files, folders = []) {
    const refused = new Set(folders.map(words.folderNotTaken));
    const fitting = files.slice(0, filesMax - this.#files.length);
    if (fitting.length < files.length) refused.add(words.tooManyFiles(filesMax, files.length - fitting.length));
    const added = fitting.map((file) => ({ key: ++this.#keys, name: file.name, type: file.type, size: file.size, isReady: false, file }));
    this.#files.push(...added);
    this.#render();
    this.#list.scrollTop = this.#list.scrollHeight;
    const knowing = limitsOf(this.#chat);
    for (const each of added) preparing = preparing.then(() => this.#prepare(each, knowing, refused));
    await preparing;
    if (refused.size) this.#surroundings.say([...refused].join(" "));
    if (!this.isEmpty) this.#surroundings.announce(words.filesChosen(this.#files.length));
  }

  /// Nothing may go wrong here that the next file would suffer from.
  async #prepare(entry, knowing, refused) {
    this.#limits = await knowing;
    const refusal = await this.#made(entry).catch(() => words.fileUnreadable(entry.name));
    entry.file = null;
    entry.isReady = true;
    if (refusal) {
      refused.add(refusal);
      this.#remove(entry);
    } else if (!this.#files.includes(entry) && entry.url) {
      // Taken out meanwhile.
      URL.revokeObjectURL(entry.url);
    }
    this.#render();
  }

  /// Gives the sentence for one that cannot be sent. A picture that was too large may be small enough once it is made.
  async #made(entry) {
    if (this.#limits.max === 0) return words.noUploads;
    const empty = refusalOf(entry, unlimited);
    if (empty || !this.#files.includes(entry)) return empty;
    // A folder looks like a file until it is read.
    await entry.file.slice(0, 1).arrayBuffer();
    const made = await prepared(entry.file);
    Object.assign(entry, { ...made, name: fittingName(made.name) });
    const others = this.#files.filter(({ isReady }) => isReady).reduce((sum, each) => sum + each.size, 0);
    return refusalOf(entry, this.#limits, others);
  }

  /// Hands the files over, for a message.
  take() {
    const taken = this.#files.map(({ key, isReady, file, ...each }) => each);
    this.#files = [];
    this.#render();
    return taken;
  }

  #remove(entry) {
    const at = this.#files.indexOf(entry);
    if (at < 0) return;
    const hadFocus = this.#list.children[at].contains(document.activeElement);
    this.#files.splice(at, 1);
    if (entry.url) URL.revokeObjectURL(entry.url);
    this.#render();
    if (!hadFocus) return;
    const next = this.#list.children[Math.min(at, this.#files.length - 1)];
    if (next) next.lastChild.focus();
    else this.#surroundings.focus();
  }

  #describe(entry) {
    showDescribe({ file: entry, altMax: altCharactersMax, onDescribed: (alt) => {
      entry.alt = alt;
      this.#render();
    } });
  }

  #render() {
    show(this.root, !this.isEmpty);
    reconcile(this.#list, this.#files, { key: ({ key }) => key, create: (entry) => this.#item(entry), update });
    const number = this.#files.length;
    setText(this.#hint, this.#isAwaited ? words.sentWhenReady
      : [number > 1 && words.fileCount(number), limitsInWords(this.#limits)].filter(Boolean).join(" · "));
    this.#surroundings.onChange();
  }

  #item(entry) {
    return el("li", { class: "tray-file" },
      el("span", { class: "tray-sign" }, drawing(sheet)),
      el("span", { class: "grow" },
        bdi("", "ellipsis"),
        el("span", { class: "tray-line" },
          el("span", { class: "quiet" }),
          el("button", { type: "button", class: "link-button", hidden: true, onclick: () => this.#describe(entry) }))),
      el("button", {
        type: "button", class: "icon-button", onclick: () => this.#remove(entry),
      }, icon("close")));
  }
}

function update(item, { name, size: bytes, width, url, alt, isReady }) {
  const [sign, { children: [title, line] }, remove] = item.children;
  const [about, describe] = line.children;
  setText(title, name);
  title.title = name;
  // A picture that is made smaller may get another name.
  const label = words.removeFile(name);
  remove.setAttribute("aria-label", label);
  remove.title = label;
  setText(about, isReady ? size(bytes, currentLocale()) : words.preparing);
  show(describe, isReady && Boolean(width));
  setText(describe, alt ? words.described : words.describe);
  describe.setAttribute("aria-label", (alt ? words.redescribeFile : words.describeFile)(name));
  describe.title = alt ?? "";
  if (url && !sign.querySelector("img")) sign.replaceChildren(el("img", { src: url, alt: "" }));
}
