// The pictures of a room in the order in which they were sent, from one to the next: those that the page knows, then
// those of the server's list.
import { kindOf } from "../text/file-kind.js";

/// The list is asked for so many at a time, and this often for one press.
const pageFiles = 100;
const pagesMax = 20;

const isPicture = (file) => kindOf(file) === "picture";

/// The pictures of messages as a log has them: `[{file, seq, userId, at}]`.
export const picturesOf = (messages) => messages.filter((message) => !message.deleted_at).flatMap(
  ({ seq, user_id: userId, timestamp, attachments = [] }) => attachments.filter(isPicture).map((file) => ({ file, seq, userId, at: Date.parse(timestamp) })));

/// The same of a page of the list, oldest first. Of one message's, an earlier one has the smaller number.
export const picturesIn = (files) => files.filter(isPicture)
  .map((file) => ({ file, seq: file.seq, userId: file.user_id, at: Date.parse(file.timestamp) }))
  .sort((a, b) => a.seq - b.seq || a.file.id - b.file.id);

export class Gallery {
  #items;
  #page;
  #before;
  #hasOlder;
  #hasNewer;

  /// `items` as above, one at least; `hasOlder` and `hasNewer`: the room may have more; `page({before, limit})` gives a
  /// page of the list. All files from the number `before` on are known, of those that are not newer.
  constructor({ items, hasOlder, hasNewer = false, before, page }) {
    this.#items = items;
    this.#hasOlder = hasOlder;
    this.#hasNewer = hasNewer;
    this.#before = before;
    this.#page = page;
  }

  get(id) { return this.#items.find(({ file }) => file.id === id) ?? null; }

  /// The one beside it, if it is known; `step` is 1 or -1.
  known(id, step) { return this.#items[this.#indexOf(id) + step] ?? null; }

  /// False where there is certainly none.
  mayHave(id, step) { return this.known(id, step) !== null || (step < 0 ? this.#hasOlder : this.#hasNewer); }

  /// A promise of the one beside it, null where it is the last.
  async beside(id, step) {
    if (!this.known(id, step) && this.mayHave(id, step)) await (step < 0 ? this.#fetchOlder() : this.#fetchNewer());
    return this.known(id, step);
  }

  /// A message was deleted. Gives the picture in the place of the one of that number: itself, a neighbour, or null.
  withdraw(seq, id) {
    const index = this.#indexOf(id);
    const isBefore = (item) => item.seq === seq && this.#items.indexOf(item) < index;
    const shift = this.#items.filter(isBefore).length;
    this.#items = this.#items.filter((item) => item.seq !== seq);
    return this.get(id) ?? this.#items[Math.min(index - shift, this.#items.length - 1)] ?? null;
  }

  #indexOf(id) { return this.#items.findIndex(({ file }) => file.id === id); }

  /// Files are numbered as they are uploaded, which may be long before they are sent.
  async #fetchOlder() {
    const first = this.#items[0].seq;
    for (let page = 0; page < pagesMax && this.#hasOlder; page++) {
      const { attachments, has_more: hasMore } = await this.#page({ before: this.#before, limit: pageFiles });
      this.#before = attachments.at(-1)?.id ?? this.#before;
      this.#hasOlder = hasMore && attachments.length > 0;
      const older = picturesIn(attachments).filter(({ seq, file }) => seq < first && !this.get(file.id));
      if (!older.length) continue;
      this.#items = [...older, ...this.#items];
      return;
    }
  }

  /// The list begins with the newest: it is read as far as what is known.
  async #fetchNewer() {
    const last = this.#items.at(-1);
    let newer = [];
    let before;
    for (let page = 0; page < pagesMax; page++) {
      const { attachments, has_more: hasMore } = await this.#page({ before, limit: pageFiles });
      newer = [...picturesIn(attachments).filter(({ seq, file }) => seq > last.seq && !this.get(file.id)), ...newer];
      before = attachments.at(-1)?.id;
      if (!hasMore || !(before > last.file.id)) break;
    }
    this.#hasNewer = false;
    this.#items = [...this.#items, ...newer];
  }
}
