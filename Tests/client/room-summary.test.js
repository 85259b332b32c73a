import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as summary from "../../Sources/SnugWeb/client/logs/room-summary.js";
import { message } from "./world.js";

const lobby = { id: 7, name: "Lobby", kind: "group", last_seq: 4, last_rev: 0, read_seq: 2, last_message: message(4), last_activity_at: message(4).timestamp };
const attic = { id: 8, name: "Attic", kind: "group", last_seq: 0, last_rev: 0, read_seq: 0, last_message: null, last_activity_at: "2026-11-20T09:00:00.000Z" };

describe("the room list", () => {
  it("counts what came after the last one read", () => {
    assert.equal(summary.unread(lobby), 2);
    assert.equal(summary.unreadInAll([lobby, attic]), 2);
  });

  it("knows which room newcomers come into by whole answers alone, which leave it out where it is not so", () => {
    const welcoming = summary.listed(lobby, { ...lobby, welcomes: true });
    assert.equal(welcoming.welcomes, true);
    assert.equal(summary.listed(welcoming, { id: 7, muted: true }).welcomes, true);
    assert.equal(summary.listed(welcoming, lobby).welcomes, false);
  });

  it("leaves muted rooms out of the total", () => {
    assert.equal(summary.unreadInAll([summary.listed(lobby, { id: 7, notify: "nothing" }), attic]), 0);
  });

  it("counts of a room whose mentions alone one wants to hear of, those", () => {
    const some = summary.listed(lobby, { id: 7, notify: "mentions", last_seq: 9, read_seq: 4, mentions: 2 });
    assert.equal(summary.unread(some), 5);
    assert.equal(summary.unreadInAll([some]), 2);
  });

  it("tells of everything again once the time of being muted is over", () => {
    const muted = summary.listed(lobby, { id: 7, notify: "nothing", notify_until: "2026-11-22T13:00:00.000Z" });
    const end = Date.UTC(2026, 10, 22, 13);
    assert.equal(summary.level(muted, end - 1), "nothing");
    assert.equal(summary.isMuted(muted, end), false);
    assert.equal(summary.level(muted, end), "everything");
    // Muted anew, for good: the end that was told before is none any more.
    const forGood = summary.listed(muted, { id: 7, notify: "nothing" });
    assert.equal(summary.level(forGood, end), "nothing");
    // A frame about something else leaves it alone.
    assert.equal(summary.level(summary.listed(muted, { id: 7, name: "Hall" }), end - 1), "nothing");
    assert.equal(summary.level(attic, end), "everything");
  });

  it("tells what was told before a time of being muted once it is over, and until then knows it", () => {
    const end = Date.UTC(2026, 10, 22, 13);
    const muted = summary.listed(lobby, {
      id: 7, notify: "nothing", notify_until: "2026-11-22T13:00:00.000Z", notify_after: "mentions",
    });
    assert.equal(summary.level(muted, end - 1), "nothing");
    assert.equal(summary.lastingLevel(muted, end - 1), "mentions");
    assert.equal(summary.level(muted, end), "mentions");
    assert.equal(summary.lastingLevel(muted, end), "mentions");
    // A room that another device has set anew has none beneath.
    const forGood = summary.listed(muted, { id: 7, notify: "nothing" });
    assert.equal(summary.lastingLevel(forGood, end - 1), "nothing");
    assert.equal(summary.lastingLevel(attic), "everything");
    // Of an older server's room.
    assert.equal(summary.lastingLevel({ ...muted, notify_after: null }, end - 1), "everything");
  });

  it("has the pinned rooms first, each kind by its newest activity", () => {
    const rooms = [{ ...attic, id: 9, pinned: true }, lobby, { ...lobby, id: 10, pinned: true }, { ...attic, pinned: false }];
    assert.deepEqual(summary.sorted(rooms).map(({ id }) => id), [10, 9, 7, 8]);
  });

  it("takes a new message as the last one, once, and puts its room first", () => {
    const news = message(1, { room_id: 8, at: Date.UTC(2026, 10, 23) });
    const next = summary.arrived(summary.arrived(attic, news), news);
    assert.equal(summary.unread(next), 1);
    assert.deepEqual(summary.sorted([lobby, next]).map((room) => room.id), [8, 7]);
  });

  it("knows that sending reads", () => {
    assert.equal(summary.unread(summary.arrived(lobby, message(5), { isOwn: true })), 0);
    assert.equal(summary.unread(summary.arrived(lobby, message(5))), 3);
  });

  it("is read never past the end, and moves back at the server's word alone", () => {
    assert.equal(summary.read(lobby, 1).read_seq, 2);
    assert.equal(summary.read(lobby, 99).read_seq, 4);
    assert.equal(summary.told(lobby, 1).read_seq, 1);
    assert.equal(summary.told(lobby, 4).read_seq, 4);
  });

  it("keeps what the socket said when an older list arrives", () => {
    const newer = summary.read(summary.arrived(lobby, message(5)), 5);
    const merged = summary.listed(newer, lobby);
    assert.deepEqual([merged.last_seq, merged.last_message.seq, merged.read_seq], [5, 5, 5]);
    assert.equal(summary.listed(newer, lobby, { told: 1 }).read_seq, 1);
  });

  it("shows an edit of the last message, by whichever way it comes", () => {
    const mended = message(4, { rev: 1, content: "mended" });
    assert.equal(summary.changed(lobby, mended).last_message.content, "mended");
    assert.equal(summary.changed(lobby, message(3, { rev: 1 })).last_message.seq, 4);
    // Its list is still on its way.
    assert.equal(summary.changed({ ...lobby, last_seq: 5 }, message(5, { rev: 1 })).last_message.rev, 1);
    assert.equal(summary.changed({ ...lobby, last_message: null }, message(3, { rev: 1 })).last_message, null);
    assert.equal(summary.listed(lobby, { ...lobby, last_rev: 1, last_message: mended }).last_message.content, "mended");
    assert.equal(summary.listed(summary.changed(lobby, mended), lobby).last_message.content, "mended");
  });

  it("counts mentions until one has read to the end, or answers", () => {
    const named = summary.arrived(lobby, message(5), { isMention: true });
    assert.equal(summary.mentions(named), 1);
    assert.equal(summary.mentions(summary.read(named, 4)), 1);
    assert.equal(summary.mentions(summary.read(named, 5)), 0);
    assert.equal(summary.mentions(summary.arrived(named, message(6), { isOwn: true })), 0);
  });
});
