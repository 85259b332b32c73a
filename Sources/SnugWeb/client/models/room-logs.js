// The logs of all rooms that one is in or looks at, and the calls to the server that they want.
import { api as server, Problem } from "./api.js";
import { emptyLog, knownRev, pageMessages, pageMessagesMax, position, reduce, wants } from "../logs/room-log.js";
import { isShown } from "../logs/timeline-rows.js";
import { firstSeq, lastSeq, missingQuotes } from "../logs/run.js";
import { sorted, unreadInAll } from "../logs/room-summary.js";

/// The server's bound of rooms in one `resume` frame.
const resumedRoomsMax = 1_000;
/// An answer that brings nothing new is asked for this often before something else must happen first.
const fruitlessMax = 3;
/// Answered messages that lie far apart take a call each: so many for what stands on the page at a time.
const quoteCallsMax = 10;

export class RoomLogs {
  #byId = new Map();
  #fetching = new Map();
  /// The rooms whose answered messages could not be fetched on this connection.
  #quotesFailed = new Set();
  #sorted = null;
  /// The rooms that were looked at, the last one last.
  #lookedAt = new Set();
  #isConnected = false;
  /// The rooms that the connection began with.
  #hello = {};
  /// Counts the server's logs: an answer from another one is void.
  #logNumber = 0;
  #me;
  #api;
  #onChange;
  #background;

  /// `me` is the user's number; `onChange(roomId, {list, run})` tells what changed: what the list shows of the room,
  /// something beyond its place in the list; `background(name, work)` runs work that may fail, once at a time for each
  /// name that is not null.
  constructor({ me, onChange, background, api = server }) {
    this.#me = me;
    this.#onChange = onChange;
    this.#background = background;
    this.#api = api;
  }

  get(id) { return this.#byId.get(id) ?? emptyLog(id, this.#me); }
  all() { return [...this.#byId.values()]; }

  /// The logs of the rooms that were looked at, the last one last.
  get lookedAt() { return [...this.#lookedAt].map((id) => this.get(id)); }

  // The list of rooms

  /// The room as the list shows it, or null for one that is not in it.
  room(id) { return this.#byId.get(id)?.room ?? null; }

  /// Newest activity first; the same list until it changes.
  get rooms() {
    this.#sorted ??= sorted(this.all().map(({ room }) => room).filter(Boolean));
    return this.#sorted;
  }

  get unread() { return unreadInAll(this.rooms); }

  /// Takes the server's list; gives the numbers of the rooms that are not in it any more.
  list(rooms) {
    const listed = new Set(rooms.map(({ id }) => id));
    const gone = this.rooms.map(({ id }) => id).filter((id) => !listed.has(id));
    for (const room of rooms) this.listed(room);
    return gone;
  }

  /// Takes a room as an answer has it, or, `isFrame`, as the connection does.
  listed(room, isFrame = false) {
    this.apply(room.id, { type: "listed", room, isFrame });
  }

  /// Takes what an answer tells of a room that one may have left while it was under way: it makes none.
  change(id, part) {
    if (this.room(id)) this.listed({ ...part, id });
  }

  /// True if `hello` knows of more than the list does, of other rooms, or of other reading, which takes mentions along.
  isBehind(hello) {
    const ids = Object.keys(hello);
    return ids.length !== this.rooms.length || ids.some((key) => {
      const room = this.room(Number(key));
      return !room || room.last_seq < hello[key].last_seq || room.last_rev < hello[key].last_rev
        || room.read_seq !== (hello[key].read_seq ?? room.read_seq);
    });
  }

  /// True if a room's log has more than `hello` knows of it.
  isAhead(hello) {
    return this.all().some((log) => log.loaded && isBeyond(hello[log.roomId], log.messages, log.rev));
  }

  forget(id) {
    this.apply(id, { type: "left" });
    this.#lookedAt.delete(id);
    if (!this.get(id).isOpen) this.#byId.delete(id);
  }

  // Events

  apply(id, event) {
    const before = this.get(id);
    const after = reduce(before, event);
    if (after === before) return;
    this.#byId.set(id, after);
    const list = after.room !== before.room;
    if (list) this.#sorted = null;
    this.#onChange(id, { list: list || after.outgoing !== before.outgoing, run: isOtherRun(before, after) });
    this.#fetchInBackground(id);
    if (after.isOpen) this.#fetchQuotes(id);
  }

  applyToAll(event) {
    for (const id of this.#byId.keys()) this.apply(id, event);
  }

  // The connection

  /// The server's `hello`: what it says of each room counts. Gives the rooms of the `resume` frames that ask for what
  /// was missed in those that are loaded.
  connected(rooms) {
    this.#isConnected = true;
    this.#hello = rooms;
    this.#quotesFailed.clear();
    for (const [key, numbers] of Object.entries(rooms)) this.apply(Number(key), { type: "hello", ...numbers });
    for (const { roomId } of this.all()) this.#fetchInBackground(roomId);
    const resuming = this.all().filter(({ isResuming }) => isResuming);
    const frames = [];
    for (let start = 0; start < resuming.length; start += resumedRoomsMax) {
      const some = resuming.slice(start, start + resumedRoomsMax);
      frames.push(Object.fromEntries(some.map((log) => [log.roomId, position(log)])));
    }
    return frames;
  }

  disconnected() {
    this.#isConnected = false;
    this.applyToAll({ type: "closed" });
  }

  /// The server's log is another than the one that is known here: all of it is fetched anew.
  replaced() {
    this.#logNumber += 1;
    this.applyToAll({ type: "another-log" });
  }

  /// Shows a run that an earlier page has kept: `{roomId, messages, hasOlder, rev}`.
  restore({ roomId, ...run }) {
    this.#look(roomId);
    this.apply(roomId, { type: "restored", run });
  }

  #look(id) {
    this.#lookedAt.delete(id);
    this.#lookedAt.add(id);
  }

  // The reader

  /// Loads what the reader of the room is to see first, unless it is here.
  async open(id) {
    this.#look(id);
    this.apply(id, { type: "opened" });
    await this.#fetch(id);
  }

  close(id) {
    this.apply(id, { type: "shut" });
    // The connection's word on a room that the list is yet to bring is said once.
    if (!this.room(id) && !this.get(id).outgoing.length && this.get(id).told === null) this.#byId.delete(id);
  }

  async toNewest(id) {
    if (!this.get(id).hasNewer) return;
    this.apply(id, { type: "sought" });
    await this.#fetch(id);
  }

  /// Makes sure that the message has a row; false where there is none of that number.
  async reach(id, seq) {
    if (!isShown(this.get(id), seq)) {
      this.apply(id, { type: "sought", seq });
      await this.#fetch(id);
    }
    return isShown(this.get(id), seq);
  }

  async loadOlder(id) {
    const log = this.get(id);
    if (log.loaded && log.hasOlder) await this.#ask(id, { page: "older", seq: firstSeq(log) });
  }

  async loadNewer(id) {
    const log = this.get(id);
    if (log.loaded && log.hasNewer) await this.#ask(id, { page: "newer", seq: lastSeq(log) });
  }

  // Calls

  /// Fetches until nothing is wanted; a refusal is thrown, and so is a server that is out of reach.
  #fetch(id) {
    if (!this.#fetching.has(id)) {
      const fetching = this.#fetchAll(id);
      if (wants(this.get(id))) this.#fetching.set(id, fetching);
      return fetching;
    }
    return this.#fetching.get(id);
  }

  async #fetchAll(id) {
    try {
      await this.#fetchWanted(id);
    } finally {
      this.#fetching.delete(id);
    }
  }

  async #fetchWanted(id) {
    let fruitless = 0;
    for (let want = wants(this.get(id)); want; want = wants(this.get(id))) {
      // The next connection tells of all that is missing.
      if (!this.#isConnected && want !== this.get(id).seeking) return;
      const before = this.get(id);
      const hello = this.#hello;
      try {
        await this.#ask(id, want);
      } catch (problem) {
        const { seeking } = this.get(id);
        // Its reader waits for another page by now.
        if (seeking !== null && seeking !== want) continue;
        // Without a connection the page is still waited for.
        if (problem instanceof Problem && !problem.isUnreachable)
          this.apply(id, { type: "given-up", want, isOld: before.room === null || hello !== this.#hello });
        if (this.get(id).seeking === null || problem.isUnreachable) throw problem;
      }
      fruitless = this.get(id) === before ? fruitless + 1 : 0;
      if (fruitless === fruitlessMax) return;
    }
  }

  #fetchInBackground(id) {
    const isWanted = () => this.#isConnected && wants(this.get(id)) !== null && !this.#fetching.has(id);
    if (this.#fetching.has(id) || wants(this.get(id)) === null) return;
    this.#background(null, () => this.#fetch(id), isWanted);
  }

  async #ask(id, want) {
    const number = this.#logNumber;
    const hello = this.#hello;
    const rev = knownRev(this.get(id));
    const answer = await this.#call(id, want);
    // Asked for before the server told what it has, one that has more may be of another log.
    const isOther = hello !== this.#hello && isBeyond(this.#hello[id], answer.messages);
    if (number === this.#logNumber && !isOther) this.apply(id, { type: "fetched", want, rev, answer });
  }

  #call(id, { page, seq, rev, limit = pageMessages }) {
    switch (page) {
      case "newest": return this.#api.messages(id, { limit });
      case "around": return this.#api.messages(id, { around: seq, limit });
      case "older": return this.#api.messages(id, { before: seq, limit });
      case "newer": return this.#api.messages(id, { after: seq, limit });
      case "after": return this.#api.messages(id, { after: seq, limit: pageMessagesMax });
      case "changes": return this.#api.changes(id, { after_rev: rev });
    }
  }

  /// The answered messages from beyond the run: one call for those that stand near each other. Those that would take
  /// too many calls are not known here.
  #fetchQuotes(id) {
    if (this.#quotesFailed.has(id) || !missingQuotes(this.get(id)).length) return;
    const number = this.#logNumber;
    this.#background(`quotes ${id}`, async () => {
      let calls = 0;
      for (let wanted = missingQuotes(this.get(id)); wanted.length; wanted = missingQuotes(this.get(id))) {
        if (++calls > quoteCallsMax)
          return this.apply(id, { type: "quoted", messages: Object.fromEntries(wanted.map((seq) => [seq, null])) });
        const last = Math.max(...wanted);
        const near = wanted.filter((seq) => seq > last - pageMessagesMax);
        try {
          const page = await this.#api.messages(id, { before: last + 1, limit: last - Math.min(...near) + 1 });
          if (number !== this.#logNumber) return;
          const found = new Map(page.messages.map((message) => [message.seq, message]));
          const messages = Object.fromEntries(near.map((seq) => [seq, found.get(seq) ?? null]));
          this.apply(id, { type: "quoted", messages });
        } catch (problem) {
          this.#quotesFailed.add(id);
          throw problem;
        }
      }
    });
  }
}

/// True if messages, or changes, are beyond what a `hello` knows of their room.
const isBeyond = (known, messages, rev = 0) => Boolean(known)
  && (rev > known.last_rev || messages.some((message) => message.seq > known.last_seq || message.rev > known.last_rev));

/// True unless nothing but the room's place in the list is another.
const isOtherRun = (before, after) => Object.keys(after).some((key) => key !== "room" && after[key] !== before[key]);

