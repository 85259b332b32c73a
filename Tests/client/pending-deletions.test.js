import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Problem } from "../../Sources/SnugWeb/client/models/api.js";
import { PendingDeletions } from "../../Sources/SnugWeb/client/models/pending-deletions.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

Object.assign(words, english);

/// A page with a connection. `deleted` are the calls to the server; `logged` is what the rows were told, and `dropped`
/// counts what its reader was.
function page(t) {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work) => due.push(work));
  const listeners = {};
  globalThis.addEventListener = (event, work) => { listeners[event] = work; };
  globalThis.document = { addEventListener() {} };
  t.after(() => { delete globalThis.addEventListener; delete globalThis.document; });
  const now = { epoch: "first", dropped: 0, deleted: [], logged: [] };
  const asked = [];
  const socket = { isOpen: true, confirm: () => (socket.isOpen ? new Promise((resolve) => asked.push(resolve)) : Promise.resolve(false)) };
  const deletions = new PendingDeletions({
    logs: { apply: (roomId, { type, seq }) => now.logged.push(`${type} ${seq}`) }, socket, epoch: () => now.epoch,
    onFailed() {}, onDropped: () => { now.dropped += 1; },
    api: {
      deleteMessage: async (roomId, seq) => {
        if (now.isDead) throw new Problem({ status: 0 });
        now.deleted.push(seq);
      },
      rooms: async () => ({ epoch: now.epoch, rooms: [] }),
    },
  });
  const answer = (isThere) => {
    socket.isOpen = isThere;
    asked.splice(0).forEach((resolve) => resolve(isThere));
    return turn();
  };
  const connect = (epoch) => {
    socket.isOpen = true;
    now.epoch = epoch;
    deletions.opened();
    return turn();
  };
  return { deletions, socket, now, answer, connect, leave: () => listeners.pagehide(), timeIsUp: () => due.splice(0).forEach((work) => work()) };
}

it("a deletion is carried out when it can be undone no more, once the server has answered", async (t) => {
  const { deletions, now, answer, timeIsUp } = page(t);
  deletions.remove(7, 3);
  timeIsUp();
  await turn();
  assert.deepEqual(now.deleted, []);
  await answer(true);
  assert.deepEqual(now.deleted, [3]);
});

it("a deletion that is undone while the server is asked is none", async (t) => {
  const { deletions, now, answer, timeIsUp } = page(t);
  deletions.remove(7, 3);
  timeIsUp();
  deletions.undo(7, 3);
  await answer(true);
  assert.deepEqual([now.deleted, now.logged], [[], ["removing 3", "kept 3"]]);
});

it("a page that wakes up deletes nothing of another log", async (t) => {
  const { deletions, now, answer, connect, timeIsUp } = page(t);
  deletions.remove(7, 3);
  timeIsUp();
  await answer(false);
  await connect("second");
  assert.deepEqual([now.deleted, now.logged, now.dropped], [[], ["removing 3", "kept 3"], 1]);
});

it("a page that wakes up deletes what is still there, once it is connected", async (t) => {
  const { deletions, now, answer, connect, timeIsUp } = page(t);
  deletions.remove(7, 3);
  timeIsUp();
  await answer(false);
  assert.deepEqual(now.deleted, []);
  await connect("first");
  assert.deepEqual([now.deleted, now.dropped], [[3], 0]);
});

it("a page that goes away has no second thoughts, but without a connection it knows of no log", async (t) => {
  const { deletions, socket, now, connect, leave } = page(t);
  deletions.remove(7, 3);
  leave();
  assert.deepEqual(now.deleted, [3]);
  socket.isOpen = false;
  deletions.remove(7, 4);
  leave();
  assert.deepEqual(now.deleted, [3]);
  await connect("first");
  assert.deepEqual(now.deleted, [3, 4]);
});

it("a deletion that nobody has heard, as the line was dead, waits for the next connection", async (t) => {
  const { deletions, now, connect, leave } = page(t);
  now.isDead = true;
  deletions.remove(7, 3);
  leave();
  await turn();
  assert.deepEqual([now.deleted, now.logged], [[], ["removing 3"]]);
  now.isDead = false;
  await connect("first");
  assert.deepEqual(now.deleted, [3]);
});

it("whoever signs out without a socket leaves no deletion behind, but of another log", async (t) => {
  const { deletions, socket, now } = page(t);
  socket.isOpen = false;
  deletions.remove(7, 3);
  await deletions.finish();
  assert.deepEqual(now.deleted, [3]);
  deletions.remove(7, 4);
  now.epoch = "second";
  await deletions.finish();
  assert.deepEqual(now.deleted, [3]);
});

it("what the server has been asked to delete is undone no more", async (t) => {
  const { deletions, now, leave } = page(t);
  deletions.remove(7, 3);
  leave();
  deletions.undo(7, 3);
  await turn();
  assert.deepEqual([now.deleted, now.logged], [[3], ["removing 3"]]);
});
