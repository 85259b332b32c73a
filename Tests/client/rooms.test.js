import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as rooms from "../../Sources/SnugWeb/client/models/rooms.js";
import { ada, ben, message } from "./world.js";

const lobby = { id: 7, name: "Lobby", kind: "group", last_seq: 4, last_rev: 0, read_seq: 2, last_message: message(4), last_activity_at: message(4).timestamp };
const attic = { id: 8, name: "Attic", kind: "group", last_seq: 0, last_rev: 0, read_seq: 0, last_message: null, last_activity_at: "2026-11-20T09:00:00.000Z" };
const list = rooms.replaced(new Map(), [lobby, attic]);

describe("the room list", () => {
  it("counts what came after the last one read", () => {
    assert.equal(rooms.unread(list.get(7)), 2);
    assert.equal(rooms.unreadInAll(list), 2);
  });

  it("leaves muted rooms out of the total", () => {
    assert.equal(rooms.unreadInAll(rooms.upserted(list, { id: 7, muted: true })), 0);
  });

  it("takes a new message as the last one, once, and puts its room first", () => {
    const news = message(1, { room_id: 8, at: Date.UTC(2026, 10, 23) });
    const next = rooms.arrived(rooms.arrived(list, news, ada), news, ada);
    assert.equal(rooms.unread(next.get(8)), 1);
    assert.deepEqual(rooms.sorted(next).map((room) => room.id), [8, 7]);
  });

  it("knows that sending reads", () => {
    assert.equal(rooms.unread(rooms.arrived(list, message(5, { by: ada }), ada).get(7)), 0);
    assert.equal(rooms.unread(rooms.arrived(list, message(5, { by: ben }), ada).get(7)), 3);
  });

  it("never moves reading back, or past the end", () => {
    assert.equal(rooms.read(list, 7, 1).get(7).read_seq, 2);
    assert.equal(rooms.read(list, 7, 99).get(7).read_seq, 4);
  });

  it("keeps what the socket said when an older list arrives", () => {
    const newer = rooms.read(rooms.arrived(list, message(5), ada), 7, 5);
    const merged = rooms.replaced(newer, [lobby]).get(7);
    assert.deepEqual([merged.last_seq, merged.last_message.seq, merged.read_seq], [5, 5, 5]);
  });

  it("shows an edit of the last message", () => {
    const mended = message(4, { rev: 1, content: "mended" });
    assert.equal(rooms.changed(list, mended).get(7).last_message.content, "mended");
    assert.equal(rooms.changed(list, message(3, { rev: 1 })).get(7).last_message.seq, 4);
  });

  it("counts mentions until one has read to the end, or answers", () => {
    const named = rooms.arrived(list, message(5), ada, true);
    assert.equal(rooms.mentions(named.get(7)), 1);
    assert.equal(rooms.mentions(rooms.read(named, 7, 4).get(7)), 1);
    assert.equal(rooms.mentions(rooms.read(named, 7, 5).get(7)), 0);
    assert.equal(rooms.mentions(rooms.arrived(named, message(6, { by: ada }), ada).get(7)), 0);
  });

  it("is behind when the server knows of more rooms or messages", () => {
    const hello = { 7: { last_seq: 4 }, 8: { last_seq: 0 } };
    assert.equal(rooms.isBehind(list, hello), false);
    assert.equal(rooms.isBehind(list, { ...hello, 8: { last_seq: 1 } }), true);
    assert.equal(rooms.isBehind(list, { ...hello, 9: { last_seq: 0 } }), true);
    assert.equal(rooms.isBehind(list, { 7: { last_seq: 4 } }), true);
  });
});
