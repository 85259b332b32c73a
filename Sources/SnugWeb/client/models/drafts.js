// The unsent text of each room: it stays while one looks at another, over a reload, and until one signs out. Each has a
// key of its own in the storage that the tabs of a browser share, and all tabs show the same. One that names a message
// keeps the epoch of the log whose number that is. It names the files that are to go with it, too, see
// files/chosen-store.js.
//
// Event "changed", with a `detail` of `{roomId}`: the draft is another, and not by its writer's hand in this tab.

import { storage } from "../text/storage.js";
import { inStore } from "./database.js";

const blank = { text: "", replyTo: null, edit: null, files: [] };
const prefix = "drafts-";

const prefixOf = (userId) => `${prefix}${userId}-`;
const isBlank = ({ text, replyTo, edit, files }) => !text && !replyTo && !edit && !files.length;
/// All that was written: an edit holds aside what stood there before.
export const textsOf = ({ text, edit }) => [edit?.before, text].filter((each) => each?.trim());
const namesMessage = ({ replyTo, edit }) => Boolean(replyTo || edit);
/// As it is kept; null is nothing.
const packed = (draft) => (isBlank(draft) ? null : JSON.stringify(draft));

function unpacked(kept) {
  try {
    return kept === null ? blank : { ...blank, ...JSON.parse(kept) };
  } catch {
    return blank;
  }
}

/// Forgets everyone's, or only those `of` one user, or all `but` one's: the texts at once, their files by the time that
/// the promise is kept.
export function forgetDrafts({ of = null, but = null } = {}, kept = storage) {
  const isForgotten = (key) => key.startsWith(of === null ? prefix : prefixOf(of)) && !key.startsWith(prefixOf(but));
  for (const key of kept.keys().filter(isForgotten)) kept.removeItem(key);
  return inStore("chosen", "readwrite", (chosen) => {
    if (of !== null) return chosen.delete(filesOf(of));
    if (but === null) return chosen.clear();
    chosen.delete(IDBKeyRange.upperBound([but]));
    return chosen.delete(IDBKeyRange.lowerBound([but, []]));
  });
}

/// The keys of one user's chosen files: texts come before lists.
export const filesOf = (userId) => IDBKeyRange.bound([userId], [userId, []]);

export class Drafts extends EventTarget {
  /// By room: the files that are to go with the text, see files/tray.js.
  trays = new Map();
  #byRoom = new Map();
  /// The draft of each room that this tab has last read or written, as it is kept.
  #known = new Map();
  #storage;
  #prefix;
  #epoch;

  /// `epoch()` gives that of the server's log, null while it is not known; `kept` is a `SafeStorage`.
  constructor(userId, epoch = () => null, kept = storage) {
    super();
    this.#epoch = epoch;
    this.#storage = kept;
    this.#prefix = prefixOf(userId);
    this.look();
  }

  /// `{text, replyTo, edit, files}`: the composer's text; the number of the message that it answers; while it holds
  /// a message that is being edited, `{seq, before}` with the text that it held until then; and of each chosen file
  /// that is kept `{key, name, type, alt, isOriginal}`.
  get(roomId) {
    return this.#byRoom.get(roomId) ?? blank;
  }

  /// The rooms that have one.
  get rooms() {
    return [...this.#byRoom.keys()].filter((roomId) => !isBlank(this.get(roomId)));
  }

  /// False for one that would be gone with the page.
  isKept(roomId) {
    return packed(this.get(roomId)) === this.#knownOf(roomId);
  }

  /// Keeps a draft that nobody comes back to no longer, unless it is another by now.
  letGo(roomId, draft) {
    if (this.get(roomId) === draft) this.change(roomId, blank);
  }

  /// Another draft of the room; the one before stays kept until the promise `until` is kept, or the next change.
  change(roomId, change, until = null) {
    const draft = { ...this.get(roomId), ...change, ...namesMessage(change) && { epoch: this.#epoch() } };
    this.#byRoom.set(roomId, draft);
    if (until) until.then(() => { if (this.get(roomId) === draft) this.#settle(roomId); });
    else this.#settle(roomId);
  }

  #settle(roomId) {
    const draft = this.get(roomId);
    if (!this.#isOthers(roomId)) this.#keep(roomId, draft);
    // Another tab's stays kept; this one lives as long as the page.
    else if (isBlank(draft)) {
      this.#take(roomId);
      this.#changed(roomId);
    }
  }

  /// The server has told which log it has: a draft that names a message of another is a plain one from now on. Gives
  /// true if there was one.
  leaveOtherLogs() {
    const isOther = (draft) => namesMessage(draft) && (draft.epoch ?? this.#epoch()) !== this.#epoch();
    const left = this.rooms.filter((roomId) => isOther(this.get(roomId)));
    for (const roomId of left) {
      const draft = this.get(roomId);
      this.change(roomId, { ...blank, files: draft.files, text: textsOf(draft).join("\n\n") });
      this.#changed(roomId);
    }
    return left.length > 0;
  }

  // Other tabs

  /// A `storage` event: another tab has written.
  heard({ key }) {
    if (key === null) this.look();
    else if (key.startsWith(this.#prefix)) this.#look(this.#roomOf(key));
  }

  /// Looks at all of what is kept: a tab that was asleep has heard nothing.
  look() {
    const kept = this.#storage.keys().filter((key) => key.startsWith(this.#prefix)).map((key) => this.#roomOf(key));
    for (const roomId of new Set([...kept, ...this.#byRoom.keys()])) this.#look(roomId);
  }

  /// Takes what another tab has written, unless there is something here that is not kept.
  #look(roomId) {
    if (!this.isKept(roomId) || this.#kept(roomId) === this.#knownOf(roomId)) return;
    this.#take(roomId);
    this.#changed(roomId);
  }

  #changed(roomId) {
    this.dispatchEvent(new CustomEvent("changed", { detail: { roomId } }));
  }

  #take(roomId) {
    const kept = this.#kept(roomId);
    this.#known.set(roomId, kept);
    this.#byRoom.set(roomId, unpacked(kept));
  }

  /// True while a text is kept that this tab does not know.
  #isOthers(roomId) {
    const kept = this.#kept(roomId);
    return kept !== null && kept !== this.#knownOf(roomId);
  }

  // The storage

  #key(roomId) { return `${this.#prefix}${roomId}`; }
  #roomOf(key) { return Number(key.slice(this.#prefix.length)); }
  #kept(roomId) { return this.#storage.getItem(this.#key(roomId)); }
  #knownOf(roomId) { return this.#known.get(roomId) ?? null; }

  /// A draft that is too much for the storage lives as long as the page.
  #keep(roomId, draft) {
    const kept = packed(draft);
    if (kept === null) this.#storage.removeItem(this.#key(roomId));
    else if (!this.#storage.setItem(this.#key(roomId), kept)) return;
    this.#known.set(roomId, kept);
  }
}
