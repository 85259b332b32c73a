import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptyTimeline, firstSeq, gapAfter, lastSeq, messageAt, missingQuotes, reduce } from "../../Sources/SnugWeb/client/models/timeline.js";
import { days } from "../../Sources/SnugWeb/client/models/timeline-rows.js";
import { ada, ben, message, messages } from "./world.js";

const after = (...events) => events.reduce(reduce, emptyTimeline(7, ada));
const page = (from, to, rest = {}) => ({ type: "page", messages: messages(from, to), has_more: from > 1, ...rest });
const arrives = (seq, rest) => ({ type: "message", message: message(seq, rest) });
const posted = (clientId, rest = {}) => ({ type: "posted", clientId, content: "hi", at: Date.UTC(2026, 10, 22, 13), ...rest });
const seqs = (timeline) => timeline.messages.map((m) => m.seq);
const utcDay = (at) => new Date(at).toISOString().slice(0, 10);
const rows = (timeline) => days(timeline, utcDay).flatMap((day) => day.rows);

describe("the log", () => {
  it("starts with the newest page", () => {
    const timeline = after(page(51, 100));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasOlder], [51, 100, true]);
  });

  it("takes the next message, and each one once", () => {
    assert.deepEqual(seqs(after(page(1, 2), arrives(3), arrives(3), arrives(2))), [1, 2, 3]);
  });

  it("notices a gap, shows nothing beyond it, and joins when history fills it", () => {
    const waiting = after(page(1, 2), arrives(5), arrives(4));
    assert.equal(gapAfter(waiting), 2);
    assert.deepEqual(seqs(waiting), [1, 2]);
    const filled = reduce(waiting, { type: "newer", messages: messages(3, 4) });
    assert.equal(gapAfter(filled), null);
    assert.deepEqual(seqs(filled), [1, 2, 3, 4, 5]);
  });

  it("keeps what the socket brings while the first page is under way", () => {
    assert.deepEqual(seqs(after(arrives(3), page(1, 2))), [1, 2, 3]);
    assert.deepEqual(seqs(after(arrives(2), page(1, 2))), [1, 2]);
  });

  it("begins an empty room with message 1", () => {
    assert.deepEqual(seqs(after({ type: "page", messages: [], has_more: false }, arrives(1))), [1]);
  });

  it("puts older messages before, unless they do not join", () => {
    const older = (from, to) => ({ type: "older", messages: messages(from, to), has_more: from > 1 });
    assert.deepEqual(seqs(after(page(3, 4), older(1, 2))), [1, 2, 3, 4]);
    assert.deepEqual(seqs(after(page(3, 4), older(1, 2), older(1, 2))), [1, 2, 3, 4]);
    assert.equal(after(page(3, 4), older(1, 2)).hasOlder, false);
  });

  it("forgets old messages when told to, and knows that there are some", () => {
    const timeline = after(page(1, 10), { type: "trimmed", keep: 3 });
    assert.deepEqual([seqs(timeline), timeline.hasOlder], [[8, 9, 10], true]);
  });
});

describe("reading far back", () => {
  const around = (from, to, last) => ({ type: "around", messages: messages(from, to), last });
  const older = (from, to) => ({ type: "older", messages: messages(from, to), has_more: from > 1 });
  const newer = (from, to, last) => ({ type: "newer", messages: messages(from, to), has_more: to < last });

  it("knows that there is more on both sides", () => {
    const timeline = after(around(40, 60, 100));
    assert.deepEqual([timeline.hasOlder, timeline.hasNewer], [true, true]);
    const whole = after(around(1, 10, 10));
    assert.deepEqual([whole.hasOlder, whole.hasNewer], [false, false]);
  });

  it("takes no new message, for it would not join, and sees no gap in that", () => {
    const timeline = after(around(40, 60, 100), arrives(101), arrives(61));
    assert.deepEqual([lastSeq(timeline), gapAfter(timeline), timeline.ahead.length], [60, null, 0]);
  });

  it("still takes changes of what it shows", () => {
    const timeline = after(around(40, 60, 100), { type: "change", message: message(50, { rev: 1, content: "mended" }) });
    assert.equal(messageAt(timeline, 50).content, "mended");
  });

  it("comes back to the newest page by page, and follows from there", () => {
    const timeline = after(around(40, 60, 100), newer(61, 80, 100), newer(81, 100, 100), arrives(101));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasNewer], [40, 101, false]);
  });

  it("holds three hundred at most: what comes at one end goes at the other", () => {
    const up = after(page(201, 500), older(151, 200));
    assert.deepEqual([firstSeq(up), lastSeq(up), up.hasNewer], [151, 450, true]);
    const down = reduce(up, newer(451, 500, 500));
    assert.deepEqual([firstSeq(down), lastSeq(down), down.hasOlder, down.hasNewer], [201, 500, true, false]);
  });

  it("leaves it all for the newest page, but never what was written", () => {
    const timeline = after(around(40, 60, 100), posted("a"), page(51, 100));
    assert.deepEqual([firstSeq(timeline), lastSeq(timeline), timeline.hasNewer, timeline.outgoing.length], [51, 100, false, 1]);
    assert.equal(after(around(40, 60, 100), posted("a"), { type: "unloaded" }).outgoing.length, 1);
  });
});

describe("answers", () => {
  const asked = (rest) => after(page(11, 13), { type: "message", message: message(14, { reply_to: 5, ...rest }) });

  it("show what they answer where it is known", () => {
    const timeline = after(page(1, 3), { type: "message", message: message(4, { reply_to: 2 }) });
    assert.equal(rows(timeline).at(-1).quote.message.content, "message 2");
    assert.deepEqual(missingQuotes(timeline), []);
  });

  it("ask once for what is further back", () => {
    assert.deepEqual(missingQuotes(asked()), [5]);
    const told = reduce(asked(), { type: "quoted", seq: 5, message: message(5) });
    assert.deepEqual(missingQuotes(told), []);
    assert.equal(rows(told).at(-1).quote.message.content, "message 5");
    assert.deepEqual(missingQuotes(reduce(asked(), { type: "quoted", seq: 5, message: null })), []);
  });

  it("show a change of what they answer", () => {
    const told = reduce(asked(), { type: "quoted", seq: 5, message: message(5) });
    const changed = reduce(told, { type: "change", message: message(5, { rev: 1, content: "mended" }) });
    assert.equal(rows(changed).at(-1).quote.message.content, "mended");
  });

  it("of one's own have their quotation from the start", () => {
    assert.equal(rows(after(page(1, 3), posted("a", { replyTo: 2 }))).at(-1).quote.message.seq, 2);
  });
});

describe("reactions", () => {
  const reacted = (emoji, isOn) => ({ type: "reacted", seq: 2, emoji, isOn });
  const shown = (timeline) => messageAt(timeline, 2).reactions;

  it("stand at once, and go again", () => {
    const timeline = after(page(1, 3), reacted("👍", true), reacted("👍", true));
    assert.deepEqual(shown(timeline), [{ emoji: "👍", user_ids: [ada] }]);
    assert.deepEqual(shown(reduce(timeline, reacted("👍", false))), []);
  });

  it("keep those of others, and yield to what the server says", () => {
    const both = { type: "change", message: message(2, { rev: 1, reactions: [{ emoji: "👍", user_ids: [ben] }] }) };
    const timeline = after(page(1, 3), both, reacted("👍", true));
    assert.deepEqual(shown(timeline), [{ emoji: "👍", user_ids: [ben, ada] }]);
    assert.deepEqual(shown(reduce(timeline, reacted("👍", false))), [{ emoji: "👍", user_ids: [ben] }]);
    assert.deepEqual(shown(reduce(timeline, { ...both, message: { ...both.message, rev: 2, reactions: [] } })), []);
  });
});

describe("deleting", () => {
  const last = (timeline) => rows(timeline).at(-1);

  it("can be undone while it waits", () => {
    const waiting = after(page(1, 3), { type: "removing", seq: 3 });
    assert.equal(last(waiting).isRemoving, true);
    assert.equal(last(reduce(waiting, { type: "kept", seq: 3 })).isRemoving, false);
  });

  it("ends as a tombstone", () => {
    const gone = message(3, { rev: 1, content: "", deleted_at: "2026-11-22T13:00:00.000Z" });
    const timeline = after(page(1, 3), { type: "removing", seq: 3 }, { type: "change", message: gone });
    assert.deepEqual([last(timeline).isDeleted, last(timeline).isRemoving], [true, false]);
  });
});

describe("changes", () => {
  const edited = (rev, content) => ({ type: "change", message: message(2, { rev, content, edited_at: "2026-11-22T13:00:00.000Z" }) });

  it("replace the message in its place, and never by an older version", () => {
    const timeline = after(page(1, 3), edited(5, "newer"), edited(4, "older"));
    assert.equal(timeline.messages[1].content, "newer");
    assert.equal(timeline.rev, 5);
    assert.deepEqual(seqs(timeline), [1, 2, 3]);
  });

  it("are remembered from the page on, so that resuming asks for the later ones", () => {
    assert.equal(after(page(1, 3, { rev: 9 })).rev, 9);
    assert.equal(after(page(1, 3), { type: "caught-up", rev: 4 }).rev, 4);
  });

  it("reach a message that waits behind a gap", () => {
    const timeline = after(page(1, 1), arrives(3), { type: "change", message: message(3, { rev: 2, content: "mended" }) },
      arrives(2));
    assert.equal(timeline.messages[2].content, "mended");
  });

  it("outlive a page that was read before them and comes after them", () => {
    const heard = [edited(5, "newer")];
    for (const timeline of [
      after(...heard, page(1, 3)),
      after(page(4, 6), ...heard, { type: "older", messages: messages(1, 3), has_more: false }),
      after(page(1, 1), arrives(3), ...heard, { type: "newer", messages: [message(2)], has_more: false }),
      after(...heard, { type: "around", messages: messages(1, 3), last: 9 }),
    ])
      assert.equal(messageAt(timeline, 2).content, "newer");
  });

  it("give way to a page that was read after them", () => {
    const page = { type: "page", messages: [message(1), message(2, { rev: 6, content: "newest" })], has_more: false };
    assert.equal(messageAt(after(edited(5, "newer"), page), 2).content, "newest");
  });
});

describe("sending", () => {
  const acknowledged = (seq, clientId) => ({ type: "acknowledged", message: message(seq, { by: ada, client_id: clientId }) });

  it("shows the row at once, and keeps its key when the server's copy comes", () => {
    const before = after(page(1, 2), posted("a"));
    const then = reduce(before, acknowledged(3, "a"));
    assert.equal(rows(before).at(-1).status, "sending");
    assert.equal(rows(then).at(-1).status, "sent");
    assert.equal(rows(then).at(-1).key, rows(before).at(-1).key);
    assert.equal(then.outgoing.length, 0);
  });

  it("shows it once when the message comes before its acknowledgement, or instead of it", () => {
    const timeline = after(page(1, 2), posted("a"), arrives(3, { by: ada, client_id: "a" }));
    assert.equal(rows(timeline).length, 3);
    assert.equal(rows(reduce(timeline, acknowledged(3, "a"))).length, 3);
  });

  it("keeps an acknowledged row in sight while a gap before it is filled", () => {
    const waiting = after(page(1, 2), posted("a"), acknowledged(4, "a"));
    assert.equal(rows(waiting).at(-1).status, "sent");
    const filled = reduce(waiting, { type: "newer", messages: [message(3)] });
    assert.deepEqual(rows(filled).map((row) => row.seq), [1, 2, 3, 4]);
    assert.equal(filled.outgoing.length, 0);
  });

  it("does not take another's message with the same client id for one's own", () => {
    assert.equal(after(page(1, 2), posted("a"), arrives(3, { by: ben, client_id: "a" })).outgoing.length, 1);
  });

  it("tells of a refusal, tries again, gives up on request", () => {
    const refused = after(page(1, 2), posted("a"), { type: "refused", clientId: "a", detail: "Too fast." });
    assert.deepEqual([rows(refused).at(-1).status, rows(refused).at(-1).detail], ["failed", "Too fast."]);
    assert.equal(rows(reduce(refused, { type: "retried", clientId: "a" })).at(-1).status, "sending");
    assert.equal(rows(reduce(refused, { type: "discarded", clientId: "a" })).length, 2);
  });

  it("is not undone by a refusal that comes after the acknowledgement", () => {
    const timeline = after(page(1, 2), posted("a"), acknowledged(4, "a"), { type: "refused", clientId: "a" });
    assert.equal(rows(timeline).at(-1).status, "sent");
  });

  it("keeps the order in which things were written", () => {
    const timeline = after(page(1, 1), posted("a"), posted("b"), acknowledged(2, "a"));
    assert.deepEqual(rows(timeline).map((row) => row.key), ["s1", "ca", "cb"]);
  });
});

describe("the rows", () => {
  const at = (hour, minute) => Date.UTC(2026, 10, 22, hour, minute);
  const heads = (...list) => rows(after({ type: "page", messages: list, has_more: false })).map((row) => row.isHead);

  it("group one author's messages that follow within five minutes", () => {
    assert.deepEqual(heads(
      message(1, { at: at(9, 0) }), message(2, { at: at(9, 5) }), message(3, { at: at(9, 11) }),
      message(4, { at: at(9, 12), by: ada })), [true, false, true, true]);
  });

  it("look the same before and after history is put above them", () => {
    const later = { type: "page", messages: [message(3), message(4), message(5, { by: ada })], has_more: true };
    const older = { type: "older", messages: [message(1, { by: ada }), message(2)], has_more: false };
    const isHead = (timeline) => new Map(rows(timeline).map((row) => [row.seq, row.isHead]));
    const [before, then] = [after(later), after(later, older)].map(isHead);
    assert.deepEqual([...before.keys()], [4, 5]);
    for (const [seq, was] of before) assert.equal(then.get(seq), was);
    assert.equal(then.size, 5);
  });

  it("begin anew with each day", () => {
    const list = [message(1, { at: at(23, 59) }), message(2, { at: at(24, 1) })];
    assert.deepEqual(heads(...list), [true, true]);
    assert.deepEqual(days(after({ type: "page", messages: list, has_more: false }), utcDay).map((day) => day.key),
      ["2026-11-22", "2026-11-23"]);
  });

  it("stay in order, and each in its place, when a clock was set back over midnight", () => {
    const list = [message(1, { at: at(24, 1) }), message(2, { at: at(23, 59) }), message(3, { at: at(24, 2) })];
    const shown = days(after({ type: "page", messages: list, has_more: false }), utcDay);
    assert.deepEqual(shown.map((day) => [day.key, day.rows.map((row) => row.seq)]), [["2026-11-23", [1, 2, 3]]]);
  });

  it("have the New line above the first unread message, until one answers", () => {
    const unread = after(page(1, 4), { type: "marked", after: 2 });
    assert.deepEqual(rows(unread).map((row) => row.isNewLine), [false, false, true, false]);
    assert.equal(rows(reduce(unread, posted("a"))).some((row) => row.isNewLine), false);
  });

  it("have no New line while the first unread message is not loaded", () => {
    assert.equal(rows(after(page(51, 60), { type: "marked", after: 3 })).some((row) => row.isNewLine), false);
  });
});
