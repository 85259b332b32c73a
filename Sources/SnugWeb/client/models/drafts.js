// The unsent text of each room: it stays while one looks at another, and over a reload.

const blank = { text: "", replyTo: null, edit: null };

export class Drafts {
  #byRoom;
  #storage;
  #key;

  constructor(storage, userId) {
    this.#storage = storage;
    this.#key = `drafts-${userId}`;
    this.#byRoom = new Map(JSON.parse(storage.getItem(this.#key) ?? "[]"));
  }

  /// `{text, replyTo, edit}`: the composer's text; the number of the message that it answers; and, while it holds
  /// a message that is being edited, `{seq, before}` with the text that it held until then.
  get(roomId) {
    return this.#byRoom.get(roomId) ?? blank;
  }

  change(roomId, change) {
    const draft = { ...this.get(roomId), ...change };
    if (draft.text || draft.replyTo || draft.edit) this.#byRoom.set(roomId, draft);
    else this.#byRoom.delete(roomId);
    this.#storage.setItem(this.#key, JSON.stringify([...this.#byRoom]));
  }

  clear() {
    this.#storage.removeItem(this.#key);
  }
}
