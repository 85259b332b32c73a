import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { days, emptyTimeline, firstSeq, gapAfter, lastSeq, reduce } from "../../Sources/SnugWeb/client/timeline.js";
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

  it("begin anew with each day", () => {
    const list = [message(1, { at: at(23, 59) }), message(2, { at: at(24, 1) })];
    assert.deepEqual(heads(...list), [true, true]);
    assert.deepEqual(days(after({ type: "page", messages: list, has_more: false }), utcDay).map((day) => day.key),
      ["2026-11-22", "2026-11-23"]);
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
