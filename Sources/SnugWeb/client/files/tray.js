// The files that are to go with the next message of a room, above its text. They are kept beside its draft, which names
// them: a reload finds them again, and other tabs show them too.
import { styleSheet } from "../drawing/style-sheet.js";
import { newClientId } from "../outbox/outbox.js";
import { size } from "../text/size.js";
import { bdi, drawing, el, icon, reconcile, setText, show } from "../ui/dom.js";
import { learnSendingWords } from "../words/talk-words.js";
import { currentLocale, words } from "../words/words.js";
import { ChosenStore } from "./chosen-store.js";
import { showDescribe } from "./describe-dialog.js";
import { altCharactersFor, filesMax, fittingName, limitsInWords, limitsOf, refusalOf } from "./limits.js";
import { prepared } from "./pictures.js";

const sheet = "M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zM14 3v4h4";
const unlimited = { max: null, left: null };
/// A store that did not answer is asked again, each time after twice as long.
const askAgainMilliseconds = 3_000;
const asksMax = 5;

let trays = 0;
/// Files are made ready one after the other, those of all rooms: a picture takes memory.
let preparing = Promise.resolve();

export async function makeTray(surroundings) {
  await Promise.all([learnSendingWords(), styleSheet("/assets/files/tray.css")]);
  return new Tray(surroundings);
}

class Tray {
  #chat;
  #drafts;
  #roomId;
  #store;
  /// In their order: `{key, file, name, type, size, alt, isOriginal, isReady, isKept}` and what `prepared` gives; of a
  /// picture that could go as it is the two `versions`, the smaller one first.
  #files = [];
  #limits = unlimited;
  /// Those of all files that were here: none comes a second time.
  #known = new Set();
  /// Those that the draft names and the store is being asked for, and the promise of its answer.
  #sought = new Set();
  #asks = 0;
  #looking = Promise.resolve();
  #list;
  #hint;
  #surroundings = null;
  /// They are to go as soon as they are ready.
  #isAwaited = false;

  constructor({ chat, drafts, roomId }) {
    this.#chat = chat;
    this.#drafts = drafts;
    this.#roomId = roomId;
    this.#store = new ChosenStore(chat.me.id);
    this.#store.sweep(new Set(drafts.rooms.flatMap((id) => drafts.get(id).files).map(({ key }) => key)));
    const id = `tray-${++trays}`;
    this.#hint = el("p", { id, class: "tray-hint" });
    this.#list = el("ul", { class: "tray-files", "aria-label": words.tray, "aria-describedby": id });
    this.root = el("div", { class: "tray", hidden: true }, this.#list, this.#hint);
    // The browser asks if the page is to be left with what is not kept.
    addEventListener("beforeunload", (event) => { if (!this.#isKept && !chat.isOver) event.preventDefault(); });
  }

  /// `surroundings`: `onChange()`, `say(sentence)` for what is refused, `announce(sentence)`, `focus()` for when the
  /// focused file is gone: those of the composer that shows it now.
  attach(surroundings) {
    this.#surroundings = surroundings;
  }

  get isEmpty() { return !this.#files.length; }
  get isReady() { return !this.#sought.size && this.#files.every(({ isReady }) => isReady); }
  get #isKept() { return this.isEmpty || (this.#files.every(({ isKept }) => isKept) && this.#drafts.isKept(this.#roomId)); }

  /// A promise that is kept once no file is being made ready any more, of which the tray tells meanwhile.
  async ready() {
    this.#isAwaited = true;
    this.#render();
    this.#surroundings.announce(words.sentWhenReady);
    while (!this.isReady) await Promise.all([preparing, this.#looking]);
    this.#isAwaited = false;
    this.#render();
  }

  /// Adds files; `folders` are the names of those that came with them.
  async add(files, folders = []) {
    const refused = new Set(folders.map(words.folderNotTaken));
    const fitting = files.slice(0, filesMax - this.#files.length);
    if (fitting.length < files.length) refused.add(words.tooManyFiles(filesMax, files.length - fitting.length));
    this.#take(fitting.map((file) => ({ key: newClientId(), file })), refused);
    this.#list.scrollTop = this.#list.scrollHeight;
    await preparing;
    if (refused.size) this.#surroundings.say([...refused].join(" "));
    if (!this.isEmpty) this.#surroundings.announce(words.filesChosen(this.#files.length));
  }

  /// Follows the draft, which an earlier page or another tab has written.
  async look() {
    const { files } = this.#draft;
    for (const entry of this.#files.filter(({ isKept }) => isKept)) {
      const named = files.find(({ key }) => key === entry.key);
      if (!named) this.#putOut(entry);
      else {
        entry.alt = named.alt;
        this.#choose(entry, Boolean(named.isOriginal));
      }
    }
    this.#render();
    const missing = files.filter(({ key }) => !this.#known.has(key) && !this.#sought.has(key)).map(({ key }) => key);
    if (!missing.length) return;
    for (const key of missing) this.#sought.add(key);
    await (this.#looking = Promise.all([this.#looking, this.#seek(missing)]));
  }

  async #seek(keys) {
    const kept = await this.#store.all();
    for (const key of keys) this.#sought.delete(key);
    // They stay named until the store says what it has.
    if (!kept) {
      if (++this.#asks < asksMax) setTimeout(() => this.look(), askAgainMilliseconds * 2 ** this.#asks);
      return;
    }
    const refused = new Set();
    // Put out or sent by another tab meanwhile, some may not be wanted any more.
    const named = this.#draft.files.filter(({ key }) => keys.includes(key));
    this.#take(named.flatMap(({ key, alt, isOriginal }) =>
      kept.filter((each) => each.key === key).map(({ file }) => ({ key, file, alt, isOriginal, isKept: true }))), refused);
    const isLost = named.some(({ key }) => !this.#known.has(key));
    for (const key of keys) this.#known.add(key);
    if (isLost) this.#note();
    await preparing;
    if (refused.size) this.#surroundings.say([...refused].join(" "));
  }

  get #draft() { return this.#drafts.get(this.#roomId); }

  #take(found, refused) {
    const added = found.map((each) => ({ name: each.file.name, type: each.file.type, size: each.file.size, isReady: false, ...each }));
    for (const { key } of added) this.#known.add(key);
    this.#files.push(...added);
    this.#render();
    const knowing = limitsOf(this.#chat);
    for (const each of added) preparing = preparing.then(() => this.#prepare(each, knowing, refused));
  }

  /// Nothing may go wrong here that the next file would suffer from.
  async #prepare(entry, knowing, refused) {
    this.#limits = await knowing;
    const refusal = await this.#made(entry).catch(() => words.fileUnreadable(entry.name));
    entry.isReady = true;
    if (refusal) {
      refused.add(refusal);
      this.#remove(entry);
    } else if (this.#files.includes(entry)) {
      this.#keep(entry);
    } else if (entry.url) {
      // Taken out meanwhile.
      URL.revokeObjectURL(entry.url);
    }
    this.#render();
  }

  async #keep(entry) {
    if (entry.isKept) return;
    const isKept = await this.#store.put(entry.key, entry.file);
    // The kept copy is sent, whatever becomes of the file on the disk.
    const copy = isKept && (await this.#store.all())?.find(({ key }) => key === entry.key);
    if (!this.#files.includes(entry)) return this.#store.delete([entry.key]);
    // Nothing that another tab has written just now is to be written over.
    this.#drafts.look();
    entry.isKept = isKept;
    if (copy) for (const each of [entry, ...entry.versions ?? []]) if (each.blob === entry.file) each.blob = copy.file;
    if (copy) entry.file = copy.file;
    this.#note();
  }

  /// Tells the draft of those that are kept.
  #note() {
    // Others may have been chosen in another tab, and not be here yet.
    const others = this.unknown;
    const files = this.#files.filter(({ isKept }) => isKept)
      .map(({ key, file: { name, type }, alt, isOriginal }) => ({ key, name, type, ...alt && { alt }, ...isOriginal && { isOriginal } }));
    this.#drafts.change(this.#roomId, { files: [...others, ...files] });
  }

  /// Gives the sentence for one that cannot be sent. A picture that was too large may be small enough once it is made.
  async #made(entry) {
    if (this.#limits.max === 0) return words.noUploads;
    const empty = refusalOf(entry, unlimited);
    if (empty || !this.#files.includes(entry)) return empty;
    // A folder looks like a file until it is read.
    await entry.file.slice(0, 1).arrayBuffer();
    const { original, ...made } = await prepared(entry.file);
    if (original) entry.versions = [made, original];
    Object.assign(entry, made, { name: fittingName(made.name) });
    if (entry.isOriginal && this.#refusalOf({ ...entry, ...original })) entry.isOriginal = false;
    this.#choose(entry, Boolean(entry.isOriginal));
    return this.#refusalOf(entry);
  }

  #refusalOf(entry) {
    const others = this.#files.filter(({ key, isReady }) => isReady && key !== entry.key).reduce((sum, each) => sum + each.size, 0);
    return refusalOf(entry, this.#limits, others);
  }

  /// One of the versions of a picture.
  #choose(entry, isOriginal) {
    if (!entry.versions) return;
    const version = entry.versions[Number(isOriginal)];
    Object.assign(entry, version, { name: fittingName(version.name), isOriginal });
  }

  /// Its writer wants the picture as it is, or no more.
  #switched(entry, isOriginal) {
    const refusal = isOriginal && this.#refusalOf({ ...entry, ...entry.versions[1] });
    if (refusal) this.#surroundings.say(refusal);
    else this.#choose(entry, isOriginal);
    this.#note();
    this.#render();
  }

  /// Files that the draft names and this tray has not seen.
  get unknown() { return this.#draft.files.filter(({ key }) => !this.#known.has(key)); }

  /// Hands the files over, for a message; `forget()` when they are safe with it.
  take() {
    const taken = this.#files;
    this.#files = [];
    this.#render();
    return {
      files: taken.map(({ name, type, size: bytes, width, height, alt, blob, preview, url }) => ({ name, type, size: bytes, width, height, alt, blob, preview, url })),
      forget: () => this.#store.delete(taken.map(({ key }) => key)),
    };
  }

  #remove(entry) {
    if (!this.#files.includes(entry)) return;
    this.#putOut(entry);
    this.#store.delete([entry.key]);
    this.#note();
  }

  #putOut(entry) {
    const at = this.#files.indexOf(entry);
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
    showDescribe({ file: entry, altMax: altCharactersFor(this.#files.filter((each) => each !== entry)), onDescribed: (alt) => {
      entry.alt = alt;
      this.#note();
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
          el("button", { type: "button", class: "link-button", hidden: true, onclick: () => this.#describe(entry) })),
        el("label", { class: "check tray-original", hidden: true },
          el("input", { type: "checkbox", onchange: ({ target }) => this.#switched(entry, target.checked) }),
          el("span"))),
      el("button", {
        type: "button", class: "icon-button", onclick: () => this.#remove(entry),
      }, icon("close")));
  }
}

function update(item, { name, size: bytes, width, url, alt, isReady, isOriginal, versions }) {
  const [sign, { children: [title, line, whole] }, remove] = item.children;
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
  show(whole, isReady && Boolean(versions));
  if (versions) {
    const said = words.originalQuality(size(versions[1].size, currentLocale()));
    setText(whole.lastChild, said);
    whole.firstChild.checked = Boolean(isOriginal);
    whole.firstChild.setAttribute("aria-label", words.originalOf(said, name));
  }
  if (url && !sign.querySelector("img")) sign.replaceChildren(el("img", { src: url, alt: "" }));
}
