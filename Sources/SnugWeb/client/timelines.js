// The timelines of the rooms that were opened, and the history that REST adds to them.
import { api } from "./api.js";
import { emptyTimeline, firstSeq, gapAfter, lastSeq, reduce } from "./timeline.js";

const pageMessages = 50;
const catchUpMessages = 200;
/// Beyond this, the newest page is fetched afresh instead of everything between.
const catchUpMessagesMax = 400;
/// Rows that a room keeps while its reader is at the end.
const keptMessages = 300;

export class Timelines {
  #byRoom = new Map();
  #resuming = new Set();
  #me;
  #onChange;
  #background;

  /// `onChange(roomId)`; `background(what, work)` runs what may fail, once at a time for each `what`.
  constructor({ me, onChange, background }) {
    this.#me = me;
    this.#onChange = onChange;
    this.#background = background;
  }

  get(id) {
    return this.#byRoom.get(id) ?? emptyTimeline(id, this.#me);
  }

  all() {
    return [...this.#byRoom.values()];
  }

  apply(id, event) {
    const before = this.get(id);
    const after = reduce(before, event);
    if (after === before) return;
    this.#byRoom.set(id, after);
    this.#onChange(id);
    if (gapAfter(after) !== null && !this.#resuming.has(id)) this.fillGap(id);
  }

  /// For what the server says of any room: only opened ones keep their messages.
  applyIfOpened(id, event) {
    if (this.#byRoom.has(id)) this.apply(id, event);
  }

  /// Loads the newest page, unless it is here. `room` is what the list knows of it, or null.
  async open(id, room) {
    if (this.get(id).loaded) return;
    // From here on, what comes by the socket while the page is under way is kept for it.
    this.#byRoom.set(id, this.get(id));
    const { last_rev: rev = 0, read_seq: read = 0, last_seq: last = 0 } = room ?? {};
    const page = await api.messages(id, { limit: pageMessages });
    this.apply(id, { type: "page", ...page, rev });
    if (last > read) this.markNew(id, read);
  }

  /// Forgets the "New" line, and history that nobody looks at.
  close(id) {
    this.applyIfOpened(id, { type: "marked", after: null });
    this.applyIfOpened(id, { type: "trimmed", keep: pageMessages });
  }

  forget(id) {
    this.#byRoom.delete(id);
  }

  async loadOlder(id) {
    const timeline = this.get(id);
    if (!timeline.loaded || !timeline.hasOlder) return;
    const page = await api.messages(id, { before: firstSeq(timeline), limit: pageMessages });
    this.apply(id, { type: "older", ...page });
  }

  trim(id) {
    if (this.get(id).messages.length > keptMessages) this.apply(id, { type: "trimmed", keep: keptMessages / 2 });
  }

  /// The "New" line stands after `seq`, until the room is left or answered.
  markNew(id, seq) {
    if (this.get(id).newAfter === null) this.applyIfOpened(id, { type: "marked", after: seq });
  }

  // Catching up

  /// Where each loaded room stands, for a `resume` frame. Gaps are the server's to fill until it says `resumed`.
  positions(isWanted) {
    const loaded = this.all().filter((timeline) => timeline.loaded && isWanted(timeline.roomId));
    for (const { roomId } of loaded) this.#resuming.add(roomId);
    return Object.fromEntries(loaded.map((t) => [t.roomId, { seq: lastSeq(t), rev: t.rev }]));
  }

  resumed({ room_id: id, last_seq: last, last_rev: rev }) {
    this.#resuming.delete(id);
    this.applyIfOpened(id, { type: "caught-up", rev });
    if (this.get(id).loaded && last > lastSeq(this.get(id))) this.fillGap(id, last);
  }

  disconnected() {
    this.#resuming.clear();
  }

  async resync({ room_id: id, last_seq: last, last_rev: rev }) {
    this.#resuming.delete(id);
    const timeline = this.get(id);
    if (!timeline.loaded) return;
    if (last - lastSeq(timeline) > catchUpMessagesMax) {
      await this.#background(`page ${id}`, async () => {
        this.apply(id, { type: "page", ...await api.messages(id, { limit: pageMessages }), rev });
      });
    } else {
      await this.fillGap(id, last);
      await this.#fetchChanges(id);
    }
  }

  /// Fetches what comes after the run, until it reaches `to` and nothing waits behind a gap.
  fillGap(id, to = 0) {
    return this.#background(`gap ${id}`, async () => {
      for (;;) {
        const after = lastSeq(this.get(id));
        if (gapAfter(this.get(id)) === null && after >= to) return;
        this.apply(id, { type: "newer", ...await api.messages(id, { after, limit: catchUpMessages }) });
        if (lastSeq(this.get(id)) === after) return;
      }
    });
  }

  #fetchChanges(id) {
    return this.#background(`changes ${id}`, async () => {
      for (;;) {
        const page = await api.changes(id, { after_rev: this.get(id).rev });
        for (const message of page.messages) this.applyIfOpened(id, { type: "change", message });
        if (page.has_more && page.messages.length) continue;
        return this.applyIfOpened(id, { type: "caught-up", rev: page.last_rev });
      }
    });
  }
}
