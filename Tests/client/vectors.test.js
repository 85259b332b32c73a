// The wire as Tests/vectors has it, which the server's tests read too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { emptyLog, reduce, wants } from "../../Sources/SnugWeb/client/logs/room-log.js";
import { listed, unreadInAll } from "../../Sources/SnugWeb/client/logs/room-summary.js";
import { days } from "../../Sources/SnugWeb/client/logs/timeline-rows.js";
import { Members } from "../../Sources/SnugWeb/client/models/members.js";
import { Outbox } from "../../Sources/SnugWeb/client/outbox/outbox.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { ada, message, messages } from "./world.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

Object.assign(words, english);

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const server = JSON.parse(read("../vectors/server-frames.json"));
const client = JSON.parse(read("../vectors/client-frames.json"));
const said = (name) => JSON.parse(client.taken.find((vector) => vector.name === name).text);

const room = { id: 7, name: "Pantry", last_seq: 41, last_rev: 3, read_seq: 40, mentions: 0, last_message: message(41) };
const restored = { type: "restored", run: { messages: messages(36, 40), hasOlder: true, rev: 3 } };
const page = (...events) => [{ type: "opened" }, restored, ...events].reduce(reduce, emptyLog(7, ada));
/// The logs of a page that has the room in its list, and the room's messages up to 40.
function roomLogs() {
  const logs = new RoomLogs({ me: ada, onChange() {}, background() {} });
  logs.listed(room);
  logs.restore({ roomId: 7, ...restored.run });
  return logs;
}
/// What hears frames, with the parts that they may touch.
function sync({ logs = roomLogs(), people = new People(), members = new Members(people) } = {}) {
  const rest = { me: () => ({ id: ada, name: "Ada" }), typists: new Typists(), background() {}, emit() {}, socket: { send() {} } };
  return new ServerSync({ logs, people, members, outbox: { strand: () => [] }, ...rest });
}
const waiting = { type: "posted", clientId: "c-1_A", content: "hi", at: Date.UTC(2026, 10, 22, 16) };

/// The row of message 41.
function row(timeline) {
  const { content, editedAt, isDeleted, reactions, quote } = days(timeline, () => "today").at(-1).rows.find((r) => r.seq === 41);
  return { content, isEdited: editedAt !== null, isDeleted, reactions, answers: quote?.seq ?? null };
}

/// The client's answers to a frame, by its type.
const makes = {
  hello: (frame) => ({ positions: roomLogs().connected(frame.rooms)[0] }),
  message: (frame) => ({ row: row(page({ type: "message", message: frame })) }),
  ack(frame) {
    const timeline = page(waiting, { type: "acknowledged", message: frame.message });
    return { row: row(timeline), waiting: timeline.outgoing.length };
  },
  change(frame) {
    const timeline = page({ type: "message", message: message(41) }, { type: "change", message: frame.message });
    return { row: row(timeline), rev: timeline.rev };
  },
  typing(frame) {
    const typists = new Typists();
    typists.heard(frame.room_id, frame.user_id, 0);
    return { typing: typists.in(7, 0) };
  },
  presence(frame) {
    const people = new People();
    people.connected();
    people.learn([{ ...frame, id: frame.user_id }]);
    return { isOnline: people.isOnline(2), lastSeen: people.lastSeen(2) };
  },
  read(frame) {
    const people = new People();
    const members = new Members(people);
    members.learn(7, [{ user_id: 2, name: "Ben", read_seq: 0 }]);
    sync({ people, members }).received(frame);
    return { readers: members.readers(7, 41) };
  },
  member(frame) {
    const people = new People();
    const members = new Members(people);
    members.learn(7, [{ user_id: 3, name: "Cleo" }]);
    sync({ people, members }).received(frame);
    return { members: members.named(7).map(({ name }) => name) };
  },
  user(frame) {
    const people = new People();
    sync({ people }).received(frame);
    return { name: people.name(2), canBeCalled: people.named().length === 1 };
  },
  room(frame) {
    // A new name comes without the reader's own, which stays.
    const known = "read_seq" in frame.room ? null : room;
    const shown = listed(known, frame.room);
    return { room: { name: shown.name, unread: unreadInAll([{ ...shown, notify: "everything" }]), mentions: shown.mentions } };
  },
  room_left(frame) {
    const logs = roomLogs();
    sync({ logs }).received(frame);
    return { rooms: logs.rooms.length };
  },
  resumed: (frame) => ({ rev: page(frame).rev }),
  resync(frame) {
    const log = reduce(reduce(emptyLog(7, ada), { type: "listed", room }), restored);
    const behind = reduce(log, frame);
    return { known: [behind.room.last_seq, behind.room.last_rev], loaded: behind.loaded };
  },
  async error(frame) {
    let timeline = page();
    const logs = { get: () => timeline, all: () => [timeline], apply: (_, event) => { timeline = reduce(timeline, event); } };
    const kept = [{ clientId: waiting.clientId, roomId: 7, content: "hi", replyTo: null, at: waiting.at }];
    const outbox = new Outbox({ logs, socket: { isOpen: false, retryNow() {} }, store: { all: async () => kept, put() {} } });
    await outbox.takeUp();
    await outbox.refused(frame);
    const [{ status, detail }] = timeline.outgoing;
    return status === "failed" ? { detail } : { waiting: timeline.outgoing.length };
  },
};

/// The parts of a page, none of which may be asked for anything.
const untouched = new Proxy({}, { get: () => new Proxy({}, { get: (_, part) => assert.fail(`it asked for ${String(part)}`) }) });

describe("what the server says", () => {
  for (const { name, frame, then } of server.filter(({ then }) => then !== "ignored"))
    it(name, async (t) => {
      t.mock.method(globalThis, "setTimeout", () => {});
      assert.deepEqual(await makes[frame.type](frame), then);
    });

  for (const { name, frame } of server.filter(({ then }) => then === "ignored"))
    it(`${name}, which the page has no use for`, () => new ServerSync(untouched).received(frame));

  it("is all that the page listens for", () => {
    const listening = [...read("../../Sources/SnugWeb/client/models/server-sync.js").matchAll(/case "(\w+)":/g)].map((match) => match[1]);
    const types = new Set(server.filter(({ then }) => then !== "ignored").map(({ frame }) => frame.type));
    assert.deepEqual(types, new Set([...listening, "hello"]));
    assert.deepEqual(new Set(Object.keys(makes)), types);
  });
});

describe("what the client says", () => {
  for (const [name, replyTo] of [["send", undefined], ["send: an answer", 3]])
    it(name, (t) => {
      t.mock.method(globalThis, "setTimeout", () => {});
      let timeline = page();
      const sent = [];
      const logs = { get: () => timeline, all: () => [timeline], apply: (_, event) => { timeline = reduce(timeline, event); } };
      const socket = { isOpen: true, send: (frame) => sent.push(JSON.parse(JSON.stringify(frame))), retryNow() {} };
      new Outbox({ logs, socket, store: { put() {} } }).post(7, "hi", replyTo);
      assert.deepEqual(sent, [{ ...said(name), client_id: sent[0].client_id }]);
    });

  it("resume", () => {
    const logs = new RoomLogs({ me: ada, onChange() {}, background() {} });
    logs.restore({ roomId: 7, messages: messages(40, 41), hasOlder: true, rev: 3 });
    logs.restore({ roomId: 8, messages: [], hasOlder: false, rev: 0 });
    const [rooms] = logs.connected({ 7: { last_seq: 41, last_rev: 3, read_seq: 41 }, 8: { last_seq: 0, last_rev: 0, read_seq: 0 } });
    assert.deepEqual({ type: "resume", rooms }, said("resume"));
  });

  // These are said by the page's own socket, which only a browser has.
  for (const [name, module] of [["typing", "chat"], ["read", "server-sync"], ["visible", "chat"], ["ping", "socket"]])
    it(name, () => {
      const [, members] = read(`../../Sources/SnugWeb/client/models/${module}.js`).match(new RegExp(`send\\(\\{ type: "${name}"(.*?) \\}\\)`));
      const names = members.split(", ").slice(1).map((member) => member.split(":")[0]);
      assert.deepEqual(["type", ...names], Object.keys(said(name)));
    });
});
