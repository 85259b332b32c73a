// The pictures of a room in the order in which they were sent, from one to the next: those that the page knows, then
// those of the server's list.
import { kindOf } from "../text/file-kind.js";

/// The list is asked for so many at a time, and this often for one press.
const pageFiles = 100;
const pagesMax = 20;
/// The same of those that are newer than what is known.
const newerPagesMax = 200;

const isPicture = (file) => kindOf(file) === "picture";

/// The pictures of messages as a log has them: `[{file, seq, userId, at}]`.
export const picturesOf = (messages) => messages.filter((message) => !message.deleted_at).flatMap(
  ({ seq, user_id: userId, timestamp, attachments = [] }) => attachments.filter(isPicture).map((file) => ({ file, seq, userId, at: Date.parse(timestamp) })));

/// The same of a page of the list, oldest first.
export const picturesIn = (files) => files.filter(isPicture)
  .map((file) => ({ file, seq: file.seq, userId: file.user_id, at: Date.parse(file.timestamp) })).reverse();

export class Gallery {
  #items;
  #page;
  #before;
  #hasOlder;
  #hasNewer;
  /// The first message may have more of them before those that are known.
  #isCut;

  /// `items` as above, one at least; `hasOlder` and `hasNewer`: the room may have more; `page({before, limit})` gives a
  /// page of the list, of what comes before the file of that number, the oldest that is known. `isCut`: the first
  /// message's may be known in part.
  constructor({ items, hasOlder, hasNewer = false, isCut = false, before, page }) {
    this.#items = items;
    this.#isCut = isCut;
    this.#hasOlder = hasOlder;
    this.#hasNewer = hasNewer;
    this.#before = before;
    this.#page = page;
  }

  get(id) { return this.#items.find(({ file }) => file.id === id) ?? null; }

  /// The one beside it, if it is known; `step` is 1 or -1.
  known(id, step) { return this.#items[this.#indexOf(id) + step] ?? null; }

  /// Its place among the pictures of its message, `{number, count}`; null where these are not all known.
  place(id) {
    const { seq } = this.get(id);
    const own = this.#items.filter((item) => item.seq === seq);
    if (this.#isCut && own[0] === this.#items[0]) return null;
    return { number: own.findIndex(({ file }) => file.id === id) + 1, count: own.length };
  }

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

  async #fetchOlder() {
    const first = this.#items[0].seq;
    for (let page = 0; page < pagesMax && this.#hasOlder; page++) {
      const { attachments, has_more: hasMore } = await this.#page({ before: this.#before, limit: pageFiles });
      this.#before = attachments.at(-1)?.id ?? this.#before;
      this.#hasOlder = hasMore && attachments.length > 0;
      const older = picturesIn(attachments).filter(({ seq, file }) => seq <= first && !this.get(file.id));
      if (!older.length) continue;
      this.#items = [...older, ...this.#items];
      this.#isCut = this.#hasOlder;
      return;
    }
  }

  /// The list begins with the newest: it is read as far as what is known. Short of that, none is taken from it.
  async #fetchNewer() {
    const last = this.#items.at(-1).seq;
    let newer = [];
    let before;
    for (let page = 0; page < newerPagesMax; page++) {
      const { attachments, has_more: hasMore } = await this.#page({ before, limit: pageFiles });
      newer = [...picturesIn(attachments).filter(({ seq, file }) => seq > last && !this.get(file.id)), ...newer];
      before = attachments.at(-1)?.id;
      if (hasMore && attachments.at(-1).seq > last) continue;
      this.#hasNewer = false;
      this.#items = [...this.#items, ...newer];
      return;
    }
  }
}
