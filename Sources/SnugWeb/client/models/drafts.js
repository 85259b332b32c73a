// The unsent text of each room: it stays while one looks at another, over a reload, and until one signs out.

const blank = { text: "", replyTo: null, edit: null };
const prefix = "drafts-";

export class Drafts {
  #byRoom;
  #storage;
  #key;

  constructor(storage, userId) {
    this.#storage = storage;
    this.#key = `${prefix}${userId}`;
    this.#byRoom = this.#kept();
  }

  static forget(storage, userId) {
    storage.removeItem(`${prefix}${userId}`);
  }

  /// Forgets everyone's, but those of one user.
  static forgetAll(storage, { but = null } = {}) {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
    for (const key of keys.filter((each) => each.startsWith(prefix) && each !== `${prefix}${but}`)) storage.removeItem(key);
  }

  /// `{text, replyTo, edit}`: the composer's text; the number of the message that it answers; and, while it holds
  /// a message that is being edited, `{seq, before}` with the text that it held until then.
  get(roomId) {
    return this.#byRoom.get(roomId) ?? blank;
  }

  change(roomId, change) {
    const draft = { ...this.get(roomId), ...change };
    const isBlank = !draft.text && !draft.replyTo && !draft.edit;
    if (isBlank) this.#byRoom.delete(roomId);
    else this.#byRoom.set(roomId, draft);
    // Another tab may have written in another room meanwhile.
    const kept = this.#kept();
    if (isBlank) kept.delete(roomId);
    else kept.set(roomId, draft);
    this.#keep(kept);
  }

  #kept() {
    try {
      return new Map(JSON.parse(this.#storage.getItem(this.#key) ?? "[]"));
    } catch {
      return new Map();
    }
  }

  /// Drafts that are too much for the storage live as long as the page.
  #keep(drafts) {
    try {
      this.#storage.setItem(this.#key, JSON.stringify([...drafts]));
    } catch (error) {
      console.warn("The drafts cannot be kept", error);
    }
  }
}
