import assert from "node:assert/strict";
import { it } from "node:test";
import { PageEvents } from "../../Sources/SnugWeb/client/logs/page-events.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { ada } from "./world.js";

const roomsCount = 300;
const numbers = { last_seq: 0, last_rev: 0, read_seq: 0 };
const rooms = Array.from({ length: roomsCount }, (_, index) => ({ id: index + 1, name: `Room ${index}`, ...numbers }));
const hello = Object.fromEntries(rooms.map(({ id }) => [id, { last_seq: 4, last_rev: 0, read_seq: 0 }]));

/// The logs of a page, its events, and how often "rooms" was heard in the frame that ends now.
function page(t) {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work) => due.push(work));
  const events = new PageEvents();
  const logs = new RoomLogs({ me: ada, background() {}, onChange: (_, { list }) => list && events.emit("rooms") });
  let heard = 0;
  events.addEventListener("rooms", () => heard++);
  function frame() {
    heard = 0;
    for (const work of due.splice(0)) work();
    return heard;
  }
  return { logs, events, frame };
}

it("a list of many rooms, and a connection that tells of each, is told to the page once", (t) => {
  const { logs, frame } = page(t);
  logs.list(rooms);
  assert.equal(frame(), 1);
  logs.connected(hello);
  assert.equal(frame(), 1);
  logs.disconnected();
  logs.replaced();
  assert.equal(frame(), 1);
  assert.equal(frame(), 0);
});

it("one who is taken into many rooms one after the other hears of it once a frame, and of the last too", (t) => {
  const { logs, frame } = page(t);
  for (const room of rooms.slice(0, 100)) logs.listed(room, true);
  assert.deepEqual([frame(), logs.rooms.length], [1, 100]);
  for (const room of rooms.slice(100)) logs.listed(room, true);
  assert.deepEqual([frame(), logs.rooms.length], [1, roomsCount]);
});

it("other events are told at once, each with what it says", (t) => {
  const { events } = page(t);
  const told = [];
  events.addEventListener("typing", ({ detail }) => told.push(detail.roomId));
  for (const roomId of [7, 8, 7]) events.emit("typing", { roomId });
  assert.deepEqual(told, [7, 8, 7]);
});
