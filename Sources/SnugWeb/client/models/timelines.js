// The timelines of the rooms that were opened, and the history that REST adds to them.
import { api } from "./api.js";
import { isShown } from "./timeline-rows.js";
import { emptyTimeline, firstSeq, gapAfter, lastSeq, missingQuotes, reduce } from "./timeline.js";

const pageMessages = 50;
/// With many unread, the first page reaches back to a little before them, as far as one call can.
const readMessagesAbove = 10;
const pageMessagesMax = 200;
/// Beyond this, the newest page is fetched afresh instead of everything between.
const catchUpMessagesMax = 400;
/// The messages that a room keeps while nobody reads its older ones.
const keptMessages = 300;

export class Timelines {
  #byRoom = new Map();
  #resuming = new Set();
  #currentId = null;
  #me;
  #room;
  #onChange;
  #background;

  /// `room(id)` gives a room of the list, or null; `onChange(roomId)`; `background(name, work)` runs work that may
  /// fail, once at a time for each name.
  constructor({ me, room, onChange, background }) {
    this.#me = me;
    this.#room = room;
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
    if (id !== this.#currentId) this.trim(id);
    if (gapAfter(after) !== null && !this.#resuming.has(id)) this.fillGap(id);
    if (id === this.#currentId) this.#fetchQuotes(id);
  }

  /// Applies the server's news of any room: only opened ones keep their messages.
  applyIfOpened(id, event) {
    if (this.#byRoom.has(id)) this.apply(id, event);
  }

  /// Loads the newest page, unless it is here; or, with far more unread than fit one page, the page where they begin.
  async open(id) {
    const { read_seq: read = 0, last_seq: last = 0 } = this.#room(id) ?? {};
    this.#currentId = id;
    // From here on, messages that come by the socket are kept for the page that is under way.
    this.#byRoom.set(id, this.get(id));
    if (last > read) this.markNew(id, read);
    if (this.get(id).loaded) return this.#fetchQuotes(id);
    const wanted = last - read + readMessagesAbove;
    if (read > 0 && wanted > pageMessagesMax) await this.#loadAround(id, read);
    else await this.#loadNewest(id, Math.min(pageMessagesMax, Math.max(pageMessages, wanted)));
  }

  /// Forgets the "New" line, and history that nobody looks at.
  close(id) {
    if (this.#currentId === id) this.#currentId = null;
    this.applyIfOpened(id, { type: "marked", after: null });
    this.applyIfOpened(id, this.get(id).hasNewer ? { type: "unloaded" } : { type: "trimmed", keep: pageMessages });
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

  async loadNewer(id) {
    const timeline = this.get(id);
    if (!timeline.loaded || !timeline.hasNewer) return;
    const page = await api.messages(id, { after: lastSeq(timeline), limit: pageMessages });
    this.apply(id, { type: "newer", ...page });
    // Messages that came while the page was under way could not join the run yet.
    const last = this.#room(id)?.last_seq ?? 0;
    if (!this.get(id).hasNewer && last > lastSeq(this.get(id))) await this.fillGap(id, last);
  }

  async toNewest(id) {
    if (this.get(id).hasNewer) await this.#loadNewest(id, pageMessages);
  }

  /// Makes sure that the message has a row; false where there is none of that number.
  async reach(id, seq) {
    if (!isShown(this.get(id), seq)) await this.#loadAround(id, seq);
    return isShown(this.get(id), seq);
  }

  trim(id) {
    if (this.get(id).messages.length > keptMessages) this.apply(id, { type: "trimmed", keep: keptMessages / 2 });
  }

  /// The "New" line stands after `seq`, until the room is left or answered.
  markNew(id, seq) {
    if (this.get(id).newAfter === null) this.applyIfOpened(id, { type: "marked", after: seq });
  }

  async #loadNewest(id, limit) {
    const rev = this.#room(id)?.last_rev ?? 0;
    this.apply(id, { type: "page", ...await api.messages(id, { limit }), rev });
  }

  async #loadAround(id, seq) {
    const { last_rev: rev = 0 } = this.#room(id) ?? {};
    const page = await api.messages(id, { around: seq, limit: pageMessages });
    this.apply(id, { type: "around", ...page, rev, last: this.#room(id)?.last_seq ?? 0 });
  }

  #fetchQuotes(id) {
    for (const seq of missingQuotes(this.get(id)))
      this.#background(`quote ${id} ${seq}`, async () => {
        const { messages } = await api.messages(id, { before: seq + 1, limit: 1 });
        this.applyIfOpened(id, { type: "quoted", seq, message: messages.find((m) => m.seq === seq) ?? null });
      });
  }

  // Catching up

  /// The position of each loaded room, for a `resume` frame. Gaps are the server's to fill until it says `resumed`.
  positions(isWanted) {
    const loaded = this.all().filter((timeline) => timeline.loaded && isWanted(timeline.roomId));
    for (const { roomId } of loaded) this.#resuming.add(roomId);
    return Object.fromEntries(loaded.map((t) => [t.roomId, { seq: this.#reached(t), rev: t.rev }]));
  }

  /// A reader further back asks for changes alone: newer messages are fetched when they come to them.
  #reached(timeline) {
    return timeline.hasNewer ? this.#room(timeline.roomId)?.last_seq ?? lastSeq(timeline) : lastSeq(timeline);
  }

  resumed({ room_id: id, last_seq: last, last_rev: rev }) {
    this.#resuming.delete(id);
    this.applyIfOpened(id, { type: "caught-up", rev });
    const timeline = this.get(id);
    if (timeline.loaded && !timeline.hasNewer && last > lastSeq(timeline)) this.fillGap(id, last);
  }

  disconnected() {
    this.#resuming.clear();
  }

  async resync({ room_id: id, last_seq: last, last_rev: rev }) {
    this.#resuming.delete(id);
    const timeline = this.get(id);
    if (!timeline.loaded) return;
    if (!timeline.hasNewer && last - lastSeq(timeline) > catchUpMessagesMax) {
      await this.#background(`page ${id}`, async () => {
        this.apply(id, { type: "page", ...await api.messages(id, { limit: pageMessages }), rev });
      });
    } else {
      await this.fillGap(id, last);
      await this.#fetchChanges(id);
    }
  }

  /// Fetches messages after the run, until it reaches `to` and none waits behind a gap.
  fillGap(id, to = 0) {
    return this.#background(`gap ${id}`, async () => {
      for (;;) {
        const after = lastSeq(this.get(id));
        if (this.get(id).hasNewer || (gapAfter(this.get(id)) === null && after >= to)) return;
        this.apply(id, { type: "newer", ...await api.messages(id, { after, limit: pageMessagesMax }) });
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
