import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptyLog, position, reduce, wants } from "../../Sources/SnugWeb/client/logs/room-log.js";
import { days } from "../../Sources/SnugWeb/client/logs/timeline-rows.js";
import { firstSeq, lastSeq, messageAt, missingQuotes } from "../../Sources/SnugWeb/client/logs/run.js";
import { ada, ben, message, messages } from "./world.js";

/// A step is an event, or a function that makes one of the log.
const step = (log, event) => reduce(log, typeof event === "function" ? event(log) : event);
const after = (...steps) => steps.reduce(step, emptyLog(7, ada));
const opened = { type: "opened" };
const listed = (rest) => ({ type: "listed", room: { id: 7, last_seq: 0, last_rev: 0, read_seq: 0, ...rest } });

/// The answer to what the log wants, or to the page that is given.
const answered = (found, hasMore, { want, rev = 0 } = {}) => (log) => ({
  type: "fetched", want: want ?? wants(log), rev, answer: { messages: found, has_more: hasMore },
});
const page = (from, to, { rev = 0 } = {}) => answered(messages(from, to), from > 1, { rev });
const older = (from, to) => answered(messages(from, to), from > 1, { want: { page: "older" } });
const newer = (from, to, last = to) => answered(messages(from, to), to < last, { want: { page: "newer" } });
const arrives = (seq, rest) => ({ type: "message", message: message(seq, rest) });
const change = (seq, rest) => ({ type: "change", message: message(seq, rest) });
const posted = (clientId, rest = {}) => ({ type: "posted", clientId, content: "hi", at: Date.UTC(2026, 10, 22, 13), ...rest });
const seqs = (log) => log.messages.map((m) => m.seq);
const utcDay = (at) => new Date(at).toISOString().slice(0, 10);
const rows = (log) => days(log, utcDay).flatMap((day) => day.rows);
/// The reader sits further back.
const around = (from, to, last) => [listed({ last_seq: last, read_seq: last }), opened, { type: "sought", seq: from }, answered(messages(from, to), to < last)];

describe("the log", () => {
  it("starts with the newest page", () => {
    const timeline = after(opened, page(51, 100));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasOlder], [51, 100, true]);
  });

  it("has the New line where its reader marks messages as unread, wherever that was done", () => {
    const read = after(listed({ last_seq: 4, read_seq: 4 }), opened, page(1, 4));
    const lines = (log) => rows(log).filter(({ isNewLine }) => isNewLine).map(({ seq }) => seq);
    assert.deepEqual(lines(read), []);
    assert.deepEqual(lines(step(read, { type: "told", seq: 2 })), [3]);
    // Reading on leaves it where it is.
    assert.deepEqual(lines([2, 4].reduce((log, seq) => step(log, { type: "told", seq }), read)), [3]);
  });

  it("takes the next message, and each one once", () => {
    assert.deepEqual(seqs(after(opened, page(1, 2), arrives(3), arrives(3), arrives(2))), [1, 2, 3]);
  });

  it("notices a gap, shows nothing beyond it, and joins when history fills it", () => {
    const waiting = after(opened, page(1, 2), arrives(5), arrives(4));
    assert.deepEqual(wants(waiting), { page: "after", seq: 2 });
    assert.deepEqual(seqs(waiting), [1, 2]);
    const filled = step(waiting, answered(messages(3, 4), false));
    assert.equal(wants(filled), null);
    assert.deepEqual(seqs(filled), [1, 2, 3, 4, 5]);
  });

  it("keeps what the socket brings while the first page is under way", () => {
    assert.deepEqual(seqs(after(opened, arrives(3), page(1, 2))), [1, 2, 3]);
    assert.deepEqual(seqs(after(opened, arrives(2), page(1, 2))), [1, 2]);
  });

  it("begins an empty room with message 1", () => {
    assert.deepEqual(seqs(after(opened, answered([], false), arrives(1))), [1]);
  });

  it("puts older messages before, unless they do not join", () => {
    assert.deepEqual(seqs(after(opened, page(3, 4), older(1, 2))), [1, 2, 3, 4]);
    assert.deepEqual(seqs(after(opened, page(3, 4), older(1, 2), older(1, 2))), [1, 2, 3, 4]);
    assert.equal(after(opened, page(3, 4), older(1, 2)).hasOlder, false);
  });

  it("forgets old messages once its reader leaves, and knows that there are some", () => {
    const timeline = after(opened, page(1, 120), { type: "shut" });
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasOlder], [71, 120, true]);
  });

  it("keeps nothing of a room that nobody has opened", () => {
    const timeline = after(listed(), arrives(1), change(1, { rev: 1 }));
    assert.deepEqual([timeline.ahead, timeline.recent, timeline.room.last_seq], [[], [], 1]);
  });
});

describe("reading far back", () => {
  it("knows that there is more on both sides", () => {
    const timeline = after(...around(40, 60, 100));
    assert.deepEqual([timeline.hasOlder, timeline.hasNewer], [true, true]);
    const whole = after(...around(1, 10, 10));
    assert.deepEqual([whole.hasOlder, whole.hasNewer], [false, false]);
  });

  it("takes no new message, for it would not join, and sees no gap in that", () => {
    const timeline = after(...around(40, 60, 100), arrives(101), arrives(61));
    assert.deepEqual([lastSeq(timeline), wants(timeline), timeline.ahead.length], [60, null, 0]);
  });

  it("still takes changes of what it shows", () => {
    const timeline = after(...around(40, 60, 100), change(50, { rev: 1, content: "mended" }));
    assert.equal(messageAt(timeline, 50).content, "mended");
  });

  it("comes back to the newest page by page, and follows from there", () => {
    const timeline = after(...around(40, 60, 100), newer(61, 80, 100), newer(81, 100, 100), arrives(101));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasNewer], [40, 101, false]);
  });

  it("holds three hundred at most: what comes at one end goes at the other", () => {
    const up = after(opened, page(201, 500), older(151, 200));
    assert.deepEqual([firstSeq(up), lastSeq(up), up.hasNewer], [151, 450, true]);
    const down = step(up, newer(451, 500, 500));
    assert.deepEqual([firstSeq(down), lastSeq(down), down.hasOlder, down.hasNewer], [201, 500, true, false]);
  });

  it("leaves it all for the newest page, but never what was written", () => {
    const timeline = after(...around(40, 60, 100), posted("a"), { type: "sought" }, page(51, 100));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasNewer, timeline.outgoing.length], [51, 100, false, 1]);
    assert.equal(after(...around(40, 60, 100), posted("a"), { type: "shut" }).outgoing.length, 1);
  });
});

describe("answers", () => {
  const asked = (rest) => after(opened, page(11, 13), arrives(14, { reply_to: 5, ...rest }));

  it("show what they answer where it is known", () => {
    const timeline = after(opened, page(1, 3), { type: "message", message: message(4, { reply_to: 2 }) });
    assert.equal(rows(timeline).at(-1).quote.message.content, "message 2");
    assert.deepEqual(missingQuotes(timeline), []);
  });

  it("ask once for what is further back", () => {
    assert.deepEqual(missingQuotes(asked()), [5]);
    const told = reduce(asked(), { type: "quoted", messages: { 5: message(5) } });
    assert.deepEqual(missingQuotes(told), []);
    assert.equal(rows(told).at(-1).quote.message.content, "message 5");
    const unknown = reduce(asked(), { type: "quoted", messages: { 5: null } });
    assert.deepEqual(missingQuotes(unknown), []);
    assert.deepEqual([asked(), unknown].map((log) => rows(log).at(-1).quote.isAwaited), [true, false]);
  });

  it("show a change of what they answer", () => {
    const told = reduce(asked(), { type: "quoted", messages: { 5: message(5) } });
    const changed = reduce(told, change(5, { rev: 1, content: "mended" }));
    assert.equal(rows(changed).at(-1).quote.message.content, "mended");
  });

  it("of one's own have their quotation from the start", () => {
    assert.equal(rows(after(opened, page(1, 3), posted("a", { replyTo: 2 }))).at(-1).quote.message.seq, 2);
  });
});

describe("reactions", () => {
  const reacted = (emoji, isOn) => ({ type: "reacted", seq: 2, emoji, isOn });
  const shown = (timeline) => messageAt(timeline, 2).reactions;

  it("stand at once, and go again", () => {
    const timeline = after(opened, page(1, 3), reacted("👍", true), reacted("👍", true));
    assert.deepEqual(shown(timeline), [{ emoji: "👍", user_ids: [ada] }]);
    assert.deepEqual(shown(reduce(timeline, reacted("👍", false))), []);
  });

  it("keep those of others, and yield to what the server says", () => {
    const both = { type: "change", message: message(2, { rev: 1, reactions: [{ emoji: "👍", user_ids: [ben] }] }) };
    const timeline = after(opened, page(1, 3), both, reacted("👍", true));
    assert.deepEqual(shown(timeline), [{ emoji: "👍", user_ids: [ben, ada] }]);
    assert.deepEqual(shown(reduce(timeline, reacted("👍", false))), [{ emoji: "👍", user_ids: [ben] }]);
    assert.deepEqual(shown(reduce(timeline, { ...both, message: { ...both.message, rev: 2, reactions: [] } })), []);
  });
});

describe("deleting", () => {
  const last = (timeline) => rows(timeline).at(-1);

  it("can be undone while it waits", () => {
    const waiting = after(opened, page(1, 3), { type: "removing", seq: 3 });
    assert.equal(last(waiting).isRemoving, true);
    assert.equal(last(reduce(waiting, { type: "kept", seq: 3 })).isRemoving, false);
  });

  it("ends as a tombstone", () => {
    const gone = message(3, { rev: 1, content: "", deleted_at: "2026-11-22T13:00:00.000Z" });
    const timeline = after(opened, page(1, 3), { type: "removing", seq: 3 }, { type: "change", message: gone });
    assert.deepEqual([last(timeline).isDeleted, last(timeline).isRemoving], [true, false]);
  });
});

describe("changes", () => {
  const edited = (rev, content) => change(2, { rev, content, edited_at: "2026-11-22T13:00:00.000Z" });

  it("replace the message in its place, and never by an older version", () => {
    const timeline = after(opened, page(1, 3, { rev: 3 }), edited(5, "newer"), edited(4, "older"));
    assert.equal(timeline.messages[1].content, "newer");
    assert.equal(timeline.rev, 5);
    assert.deepEqual(seqs(timeline), [1, 2, 3]);
  });

  it("count as heard without a gap alone: what is missing is asked for", () => {
    const timeline = after(listed({ last_seq: 3, read_seq: 3 }), opened, page(1, 3), edited(1, "one"), edited(3, "three"));
    assert.deepEqual([timeline.rev, wants(timeline)], [1, { page: "changes", rev: 1 }]);
    const whole = step(timeline, (log) => ({
      type: "fetched", want: wants(log), rev: 3, answer: { messages: [message(1, { rev: 2, content: "two" })], last_rev: 3, has_more: false },
    }));
    assert.deepEqual([whole.rev, wants(whole), messageAt(whole, 1).content, messageAt(whole, 2).content], [3, null, "two", "three"]);
  });

  it("do not count as heard for a message that came with one of them", () => {
    const timeline = after(opened, page(1, 3), { type: "hello", last_seq: 4, last_rev: 9, read_seq: 3 },
      arrives(4, { rev: 9, content: "changed" }));
    assert.equal(timeline.rev, 0);
    assert.deepEqual(position(timeline), { seq: 4, rev: 0 });
  });

  it("are known up to the page's own, and up to what was known when it was asked for", () => {
    assert.equal(after(opened, page(1, 3, { rev: 9 })).rev, 9);
    assert.equal(after(opened, answered([message(1, { rev: 4 }), message(2)], false)).rev, 4);
    assert.equal(after(opened, page(1, 3), { type: "resumed", last_seq: 3, last_rev: 4 }).rev, 4);
  });

  it("reach a message that waits behind a gap", () => {
    const timeline = after(opened, page(1, 1), arrives(3), change(3, { rev: 2, content: "mended" }), arrives(2));
    assert.equal(timeline.messages[2].content, "mended");
  });

  it("outlive a page that was read before them and comes after them", () => {
    const heard = edited(5, "newer");
    for (const timeline of [
      after(opened, heard, page(1, 3)),
      after(opened, page(4, 6), heard, older(1, 3)),
      after(opened, page(1, 1), arrives(3), heard, answered([message(2)], false)),
      after(opened, page(1, 3), heard, { type: "sought" }, page(1, 3)),
    ])
      assert.equal(messageAt(timeline, 2).content, "newer");
  });

  it("that are too many for a page that was read before them have it asked for again", () => {
    const many = Array.from({ length: 201 }, (_, i) => change(4, { rev: i + 1 }));
    const timeline = after(listed(), opened, page(4, 6), ...many, older(1, 3));
    assert.equal(firstSeq(timeline), 4);
  });

  it("give way to a page that was read after them", () => {
    const found = [message(1), message(2, { rev: 6, content: "newest" })];
    assert.equal(messageAt(after(opened, edited(5, "newer"), answered(found, false)), 2).content, "newest");
  });
});

describe("sending", () => {
  const acknowledged = (seq, clientId) => ({ type: "acknowledged", message: message(seq, { by: ada, client_id: clientId }) });

  it("shows the row at once, and keeps its key when the server's copy comes", () => {
    const before = after(opened, page(1, 2), posted("a"));
    const then = reduce(before, acknowledged(3, "a"));
    assert.equal(rows(before).at(-1).status, "sending");
    assert.equal(rows(then).at(-1).status, "sent");
    assert.equal(rows(then).at(-1).key, rows(before).at(-1).key);
    assert.equal(then.outgoing.length, 0);
  });

  it("shows it once when the message comes before its acknowledgement, or instead of it", () => {
    const timeline = after(opened, page(1, 2), posted("a"), arrives(3, { by: ada, client_id: "a" }));
    assert.equal(rows(timeline).length, 3);
    assert.equal(rows(reduce(timeline, acknowledged(3, "a"))).length, 3);
  });

  it("reads what one sends where one was added anew, though its number was another's in the log before", () => {
    const hello = { type: "hello", last_seq: 900, last_rev: 0, read_seq: 900 };
    const added = { ...listed({ last_seq: 4, read_seq: 4 }), isFrame: true };
    const restored = after(listed({ last_seq: 900, read_seq: 900 }), hello, { type: "another-log" }, { type: "left" }, added, posted("a"));
    assert.equal(reduce(restored, acknowledged(5, "a")).room.read_seq, 5);
  });

  it("keeps an acknowledged row in sight while a gap before it is filled", () => {
    const waiting = after(opened, page(1, 2), posted("a"), acknowledged(4, "a"));
    assert.equal(rows(waiting).at(-1).status, "sent");
    const filled = step(waiting, answered([message(3)], false));
    assert.deepEqual(rows(filled).map((row) => row.seq), [1, 2, 3, 4]);
    assert.equal(filled.outgoing.length, 0);
  });

  it("does not take another's message with the same client id for one's own", () => {
    assert.equal(after(opened, page(1, 2), posted("a"), arrives(3, { by: ben, client_id: "a" })).outgoing.length, 1);
  });

  it("tells of a refusal, tries again, gives up on request", () => {
    const refused = after(opened, page(1, 2), posted("a"), { type: "refused", clientId: "a", detail: "Too fast." });
    assert.deepEqual([rows(refused).at(-1).status, rows(refused).at(-1).detail], ["failed", "Too fast."]);
    assert.equal(rows(reduce(refused, { type: "retried", clientId: "a" })).at(-1).status, "sending");
    assert.equal(rows(reduce(refused, { type: "discarded", clientId: "a" })).length, 2);
  });

  it("is not undone by a refusal that comes after the acknowledgement", () => {
    const timeline = after(opened, page(1, 2), posted("a"), acknowledged(4, "a"), { type: "refused", clientId: "a" });
    assert.equal(rows(timeline).at(-1).status, "sent");
  });

  it("keeps the order in which things were written", () => {
    const timeline = after(opened, page(1, 1), posted("a"), posted("b"), acknowledged(2, "a"));
    assert.deepEqual(rows(timeline).map((row) => row.key), ["s1", "ca", "cb"]);
  });
});

describe("the rows", () => {
  const at = (hour, minute) => Date.UTC(2026, 10, 22, hour, minute);
  const heads = (...list) => rows(after(opened, answered(list, false))).map((row) => row.isHead);

  it("group one author's messages that follow within five minutes", () => {
    assert.deepEqual(heads(
      message(1, { at: at(9, 0) }), message(2, { at: at(9, 5) }), message(3, { at: at(9, 11) }),
      message(4, { at: at(9, 12), by: ada })), [true, false, true, true]);
  });

  it("look the same before and after history is put above them", () => {
    const later = answered([message(3), message(4), message(5, { by: ada })], true);
    const before = answered([message(1, { by: ada }), message(2)], false, { want: { page: "older" } });
    const isHead = (timeline) => new Map(rows(timeline).map((row) => [row.seq, row.isHead]));
    const [without, then] = [after(opened, later), after(opened, later, before)].map(isHead);
    assert.deepEqual([...without.keys()], [4, 5]);
    for (const [seq, was] of without) assert.equal(then.get(seq), was);
    assert.equal(then.size, 5);
  });

  it("begin anew with each day", () => {
    const list = [message(1, { at: at(23, 59) }), message(2, { at: at(24, 1) })];
    assert.deepEqual(heads(...list), [true, true]);
    assert.deepEqual(days(after(opened, answered(list, false)), utcDay).map((day) => day.key),
      ["2026-11-22", "2026-11-23"]);
  });

  it("stay in order, and each in its place, when a clock was set back over midnight", () => {
    const list = [message(1, { at: at(24, 1) }), message(2, { at: at(23, 59) }), message(3, { at: at(24, 2) })];
    const shown = days(after(opened, answered(list, false)), utcDay);
    assert.deepEqual(shown.map((day) => [day.key, day.rows.map((row) => row.seq)]), [["2026-11-23", [1, 2, 3]]]);
  });

  it("hold what a clock that is ahead says of comings no later than what was said next", () => {
    const list = [message(1, { at: at(23, 50) }), message(2, { at: at(23, 59) })];
    const notices = [{ id: 1, after: 1, at: at(30, 0), text: "Ben joined" }];
    const shown = days({ ...after(opened, answered(list, false)), notices }, utcDay);
    assert.deepEqual(shown.map((day) => [day.key, day.rows.map((row) => row.seq)]), [["2026-11-22", [1, 1.5, 2]]]);
  });

  it("have the New line above the first unread message, until one answers", () => {
    const unread = after(listed({ last_seq: 4, read_seq: 2 }), opened, page(1, 4));
    assert.deepEqual(rows(unread).map((row) => row.isNewLine), [false, false, true, false]);
    assert.equal(rows(reduce(unread, posted("a"))).some((row) => row.isNewLine), false);
  });

  it("have it above no message that was deleted", () => {
    const line = (timeline) => rows(timeline).find((row) => row.isNewLine)?.seq;
    const gone = (seq) => ({ type: "change", message: message(seq, { rev: seq, content: "", deleted_at: "2026-11-22T13:00:00.000Z" }) });
    const unread = [listed({ last_seq: 4, read_seq: 2 }), opened, page(1, 4)];
    assert.equal(line(after(...unread, gone(3))), 4);
    assert.equal(line(after(...unread, gone(3), gone(4))), undefined);
  });

  it("have it above what came while nobody looked, wherever it stood before", () => {
    const read = [listed({ last_seq: 2, read_seq: 1 }), opened, page(1, 2), { type: "seen", seq: 2, isSaid: true }];
    const line = (timeline) => rows(timeline).find((row) => row.isNewLine)?.seq;
    assert.equal(line(after(...read)), 2);
    assert.equal(line(after(...read, arrives(3), arrives(4))), 3);
    assert.equal(line(after(...read, { type: "watched", isFollowing: true, isVisible: true }, arrives(3))), 2);
  });
});

describe("opening a room", () => {
  it("reaches back to what was read last, as far as one call can", () => {
    assert.deepEqual(wants(after(listed({ last_seq: 500, read_seq: 500 }), opened)), { page: "newest", limit: 50 });
    assert.deepEqual(wants(after(listed({ last_seq: 500, read_seq: 400 }), opened)), { page: "newest", limit: 110 });
    assert.deepEqual(wants(after(listed({ last_seq: 500, read_seq: 100 }), opened)), { page: "around", seq: 100 });
  });

  it("again, when the first unread message has gone from the page, goes back to it", () => {
    const read = [listed({ last_seq: 100, read_seq: 60 }), opened, page(41, 100), { type: "shut" }];
    assert.equal(wants(after(...read, opened)), null);
    const gone = after(...read, ...Array.from({ length: 300 }, (_, i) => arrives(101 + i)));
    assert.ok(firstSeq(gone) > 61);
    assert.deepEqual(wants(reduce(gone, opened)), { page: "around", seq: 60 });
  });

  it("is waited for until it is refused, and tried again once one is in the room", () => {
    const waiting = after(opened);
    const refused = reduce(waiting, { type: "given-up", want: wants(waiting), isOld: true });
    assert.equal(wants(refused), null);
    assert.deepEqual(wants(reduce(refused, listed())), { page: "newest", limit: 50 });
  });
});

describe("another log on the server", () => {
  it("leaves nothing of the first but what was written here", () => {
    const timeline = after(listed({ last_seq: 3, last_rev: 2, read_seq: 3 }), opened, page(1, 3, { rev: 2 }), posted("a"),
      { type: "another-log" }, { type: "hello", last_seq: 2, last_rev: 0, read_seq: 1 });
    assert.deepEqual([timeline.messages, timeline.outgoing.length, wants(timeline)?.page], [[], 1, "newest"]);
    assert.deepEqual([timeline.room.last_seq, timeline.room.last_rev, timeline.room.read_seq], [2, 0, 1]);
  });
});

describe("far behind", () => {
  it("a reader comes to the missed messages page by page; a room that nobody looks at is loaded anew", () => {
    const behind = { type: "resync", last_seq: 1_000, last_rev: 0 };
    const reading = after(listed({ last_seq: 3, read_seq: 3 }), opened, page(1, 3), behind);
    assert.deepEqual([seqs(reading), reading.hasNewer, reading.newAfter, wants(reading)], [[1, 2, 3], true, 3, null]);
    assert.equal(after(listed({ last_seq: 3, read_seq: 3 }), opened, page(1, 3), { type: "shut" }, behind).loaded, false);
  });
});
