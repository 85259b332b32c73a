import assert from "node:assert/strict";
import { it } from "node:test";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { merged, snapshotOf, tail } from "../../Sources/SnugWeb/client/models/snapshot.js";
import { ada, messages } from "./world.js";

const timelines = (...ids) => ids.map((roomId) => ({ roomId, messages: [] }));
const rooms = (...ids) => ids.map((id) => ({ id }));
const kept = (page) => merged(page, before).timelines.map(({ roomId }) => roomId);
const before = { me: { id: 1 }, epoch: "a", rooms: rooms(1, 2, 3), timelines: timelines(1, 2, 3) };

it("a page keeps what an earlier one kept of other rooms, but for those that one has left", () => {
  assert.deepEqual(kept({ me: { id: 1 }, epoch: "a", rooms: rooms(1, 2, 4), timelines: timelines(4, 2) }), [1, 4, 2]);
});

it("nothing is kept of another person, or of another log", () => {
  assert.deepEqual(kept({ me: { id: 2 }, epoch: "a", rooms: rooms(1, 2), timelines: timelines(2) }), [2]);
  assert.deepEqual(kept({ me: { id: 1 }, epoch: "b", rooms: rooms(1, 2), timelines: timelines(2) }), [2]);
});

it("of many rooms the last ones are kept, of each the newest messages", () => {
  const many = Array.from({ length: 25 }, (_, index) => index + 10);
  assert.deepEqual(kept({ me: { id: 1 }, epoch: "a", rooms: rooms(1, 2, 3, ...many), timelines: timelines(...many) }), many.slice(-20));
  const end = tail({ roomId: 7, messages: messages(1, 80), hasOlder: false, rev: 4 });
  assert.deepEqual([end.messages[0].seq, end.messages.length, end.hasOlder, end.rev], [31, 50, true, 4]);
});

it("they are the rooms that were looked at last, whatever their place in the list", async () => {
  const api = { messages: async () => ({ messages: messages(1, 2), has_more: false }) };
  const logs = new RoomLogs({ me: ada, api, background() {}, onChange() {} });
  const ids = Array.from({ length: 26 }, (_, index) => index + 1);
  logs.list(ids.map((id) => ({ id, last_seq: 2, last_rev: 0, read_seq: 2, last_activity_at: `2026-11-22T12:00:${10 + id}.000Z` })));
  logs.restore({ roomId: 26, messages: messages(1, 2), hasOlder: false, rev: 0 });
  for (const id of [...ids.slice(0, 25), 3]) {
    await logs.open(id);
    logs.close(id);
  }
  logs.forget(25);
  const snapshot = snapshotOf({ me: { id: ada }, epoch: "a", rooms: logs.rooms, people: { named: () => [] }, logs });
  assert.deepEqual(snapshot.timelines.map(({ roomId }) => roomId), [4, 5, ...ids.slice(5, 24), 3].slice(-20));
});
