import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { backgroundWork, Problem } from "../../Sources/SnugWeb/client/models/api.js";
import { Members } from "../../Sources/SnugWeb/client/models/members.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import { ada, ben, message, messages } from "./world.js";

Object.assign(words, english);

/// Ada's page as the server's frames find it, with one room, which has `mentions` as the server counts them. `events`
/// are what it was told; the list cannot be had while `line.isDown`.
function page(t, { name = "Ada" } = {}) {
  const events = [];
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work) => due.push(work));
  const room = { id: 7, name: "Attic", kind: "group", last_seq: 4, last_rev: 0, read_seq: 0, mentions: 0, last_message: message(4) };
  let asked = 0;
  const people = new People();
  const line = { isDown: false };
  async function rooms() {
    asked++;
    const answer = { epoch: "a", rooms: [{ ...room }] };
    await turn();
    if (line.isDown) throw new Problem({ status: 0 });
    return answer;
  }
  const api = { users: async () => ({ users: [] }), rooms };
  const typists = new Typists();
  const background = backgroundWork();
  const logs = new RoomLogs({ me: ada, background, api, onChange() {} });
  const sync = new ServerSync({
    me: () => ({ id: ada, name }), socket: { get isOpen() { return !line.isDown; }, send: () => true }, people, members: new Members(people), background, api,
    logs, typists, outbox: { opened() {}, closed() {}, leaveOtherLogs() {}, takeUp: async () => [] },
    emit: (type, detail) => events.push({ type, detail }),
  });
  const connect = (server) => sync.opened({ user_id: ada, session_id: 5, server, epoch: "a", rooms: { 7: room } });
  /// Lists under way come, also those asked for meanwhile.
  async function rest() {
    for (let time = 0; time < 5; time++) await turn();
  }
  /// Gives how often the list was asked for.
  async function later() {
    asked = 0;
    for (const work of due.splice(0)) work();
    await rest();
    return asked;
  }
  return { sync, logs, typists, connect, events, later, line, rest, room, asked: () => asked, mentions: () => logs.room(7).mentions };
}

it("a server of another version is told of at each connection, for its page may not be had at first", (t) => {
  const { connect, events } = page(t);
  const told = () => events.splice(0).filter(({ type }) => type === "upgraded").map(({ detail }) => detail?.server);
  connect("snug/1");
  assert.deepEqual(told(), []);
  for (let time = 0; time < 2; time++) {
    connect("snug/2");
    assert.deepEqual(told(), ["snug/2"]);
  }
  connect("snug/1");
  assert.deepEqual(told(), []);
});

it("what was read before the first connection stays only where the log that there is has as much", async (t) => {
  for (const [count, isKept] of [[4, true], [5, false]])
    for (const isListed of [false, true]) {
      const { sync, logs, connect } = page(t);
      if (isListed) await sync.reloadRooms();
      logs.apply(7, { type: "opened" });
      logs.apply(7, { type: "restored", run: { messages: messages(1, count), hasOlder: false, rev: 0 } });
      connect("snug/1");
      assert.equal(logs.get(7).loaded, isKept, `${count} messages, and the log has 4`);
    }
});

it("a room of two tells if its other one is out of use, as the connection does", (t) => {
  const { sync, logs } = page(t);
  logs.listed({ id: 8, name: "Ben", kind: "direct", user_id: ben, last_seq: 0, last_rev: 0, read_seq: 0, last_message: null });
  const isOut = () => logs.room(8).deactivated;
  assert.equal(isOut(), false);
  sync.received({ type: "user", user: { id: ben, name: "Ben", deactivated: true } });
  assert.equal(isOut(), true);
  sync.received({ type: "user", user: { id: 3, name: "Cleo" } });
  assert.equal(isOut(), true);
  sync.received({ type: "user", user: { id: ben, name: "Ben" } });
  assert.equal(isOut(), false);
});

it("a list that is under way may be older than news of a room that is not in it yet: it is asked for again", async (t) => {
  const news = [
    { type: "change", message: message(4, { rev: 1 }) },
    message(5),
    { type: "ack", client_id: "one", message: message(5, { by: ada, client_id: "one" }) },
  ];
  for (const frame of news) {
    const { sync, asked, rest } = page(t);
    sync.reloadRooms();
    sync.received(frame);
    await rest();
    assert.equal(asked(), 2, frame.type);
  }
});

it("a list that could not be had is asked for at the next connection, also where that tells no other numbers", async (t) => {
  const { sync, logs, connect, rest, later, line, room } = page(t);
  await sync.reloadRooms();
  connect("snug/1");
  Object.assign(room, { last_seq: 5, last_message: message(5) });
  sync.received({ type: "resync", room_id: 7, last_seq: 5, last_rev: 0 });
  line.isDown = true;
  sync.closed();
  await later();
  line.isDown = false;
  connect("snug/1");
  await rest();
  assert.equal(logs.room(7).last_message.seq, 5);
});

it("a list that was asked for anew while one was under way is had a moment later where that one fails", async (t) => {
  const { sync, logs, connect, rest, later, line } = page(t);
  const asked = sync.reloadRooms();
  connect("snug/1");
  line.isDown = true;
  await assert.rejects(asked, Problem);
  line.isDown = false;
  await rest();
  assert.equal(await later(), 1);
  assert.equal(logs.rooms.length, 1);
});

it("mentions are counted by the server again where a change or reading may have made them others, once for many", async (t) => {
  const { sync, connect, later, room, mentions } = page(t);
  await sync.reloadRooms();
  connect("snug/1");
  const change = (seq, rest) => sync.received({ type: "change", message: message(seq, rest) });

  room.mentions = 1;
  change(4, { rev: 1, content: "hello @Ada", edited_at: "2026-11-22T13:00:00.000Z" });
  assert.deepEqual([await later(), mentions()], [1, 1]);

  room.mentions = 0;
  change(4, { rev: 2, content: "", deleted_at: "2026-11-22T13:00:00.000Z" });
  assert.deepEqual([await later(), mentions()], [1, 0]);

  // Nothing that mentions: not asked.
  change(2, { rev: 3, content: "hello @Ben", by: ben });
  change(2, { rev: 4, content: "@Ada: mine", by: ada });
  assert.equal(await later(), 0);

  room.mentions = 3;
  for (let rev = 5; rev < 25; rev++) change(1 + (rev % 3), { rev, content: `@Ada ${rev}` });
  assert.deepEqual([await later(), mentions()], [1, 3]);

  room.mentions = 2;
  room.read_seq = 1;
  sync.read(7, 1);
  sync.received({ type: "read", room_id: 7, user_id: ada, seq: 1 });
  assert.deepEqual([await later(), mentions()], [1, 2]);

  change(1, { rev: 25, content: "@Ada was read" });
  sync.read(7, 4);
  assert.deepEqual([await later(), mentions()], [0, 0]);

  // Marked as unread while there was no connection.
  room.read_seq = 3;
  connect("snug/1");
  assert.deepEqual([await later(), mentions()], [0, 2]);
});

it("someone who types stops to, also where the clock is set back meanwhile", (t) => {
  const { sync, typists } = page(t);
  const now = performance.now();
  t.mock.method(Date, "now", () => 1_900_000_000_000);
  sync.received({ type: "typing", room_id: 7, user_id: ben });
  assert.deepEqual([typists.in(7, now), typists.in(7, performance.now() + 6_001)], [[ben], []]);
});

it("a first name calls nobody where it may be another's: of a room whose members are unknown, the server counts", async (t) => {
  const { sync, connect, events, later } = page(t, { name: "Ada Lovelace" });
  await sync.reloadRooms();
  connect("snug/1");
  await later();
  const told = (seq, content) => {
    sync.received(message(seq, { content }));
    return events.findLast(({ type }) => type === "arrived").detail.isMention;
  };
  assert.equal(told(5, "Hello @Ada"), false);
  assert.equal(await later(), 1);
  assert.equal(told(6, "Hello @Ada Lovelace"), true);
  assert.equal(told(7, "Hello @room"), true);
  const members = [{ user_id: ada, name: "Ada Lovelace", role: "member" }, { user_id: ben, name: "Ben", role: "member" }];
  sync.learnMembers({ id: 7, members });
  assert.equal(told(8, "Hello @Ada"), true);
  sync.learnMembers({ id: 7, members: [...members, { user_id: 3, name: "Ada", role: "member" }] });
  assert.equal(told(9, "Hello @Ada"), false);
});
