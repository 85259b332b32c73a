// The wire as Tests/vectors has it, which the server's tests read too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Outbox } from "../../Sources/SnugWeb/client/models/outbox.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import * as roomList from "../../Sources/SnugWeb/client/models/rooms.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { emptyTimeline, reduce } from "../../Sources/SnugWeb/client/models/timeline.js";
import { days } from "../../Sources/SnugWeb/client/models/timeline-rows.js";
import { Timelines } from "../../Sources/SnugWeb/client/models/timelines.js";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { ada, message, messages } from "./world.js";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const server = JSON.parse(read("../vectors/server-frames.json"));
const client = JSON.parse(read("../vectors/client-frames.json"));
const said = (name) => JSON.parse(client.taken.find((vector) => vector.name === name).text);

const room = { id: 7, name: "Pantry", last_seq: 41, last_rev: 3, read_seq: 40, mentions: 0, last_message: message(41) };
const rooms = () => new Map([[7, room]]);
const page = (...events) => events.reduce(
  reduce, reduce(emptyTimeline(7, ada), { type: "page", messages: messages(36, 40), has_more: true, rev: 3 }));
const waiting = { type: "posted", clientId: "c-1_A", content: "hi", at: Date.UTC(2026, 10, 22, 16) };

/// The row of message 41.
function row(timeline) {
  const { content, isEdited, isDeleted, reactions, quote } = days(timeline, () => "today").at(-1).rows.find((r) => r.seq === 41);
  return { content, isEdited, isDeleted, reactions, answers: quote?.seq ?? null };
}

/// The client's answers to a frame, by its type.
const makes = {
  hello(frame) {
    const timelines = new Timelines({ me: ada, room: () => room, onChange() {}, background() {} });
    timelines.apply(7, { type: "page", messages: messages(36, 40), has_more: true, rev: 3 });
    return { positions: timelines.positions((id) => id in frame.rooms) };
  },
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
    people.learn([{ ...frame, id: frame.user_id }]);
    return { isOnline: people.isOnline(2), lastSeen: people.lastSeen(2) };
  },
  read: (frame) => ({ unread: roomList.unreadInAll(roomList.read(rooms(), frame.room_id, frame.seq)) }),
  room(frame) {
    // A new name comes without the reader's own, which stays.
    const known = "read_seq" in frame.room ? new Map() : new Map([[7, { ...room, unread: 1 }]]);
    const { name, unread, mentions } = roomList.upserted(known, frame.room).get(7);
    return { room: { name, unread, mentions } };
  },
  room_left: (frame) => ({ rooms: roomList.left(rooms(), frame.room_id).size }),
  resumed: (frame) => ({ rev: page({ type: "caught-up", rev: frame.last_rev }).rev }),
  resync: (frame) => ({ rev: page({ type: "caught-up", rev: frame.last_rev }).rev }),
  async error(frame) {
    let timeline = page();
    const timelines = { get: () => timeline, all: () => [timeline], apply: (_, event) => { timeline = reduce(timeline, event); } };
    const kept = [{ clientId: waiting.clientId, roomId: 7, content: "hi", replyTo: null, at: waiting.at }];
    const outbox = new Outbox({ timelines, socket: { isOpen: false, retryNow() {} }, store: { all: async () => kept, put() {} } });
    await outbox.restore();
    outbox.refused(frame);
    return frame.client_id ? { detail: timeline.outgoing[0].detail } : { waiting: timeline.outgoing.length };
  },
};

/// The parts of a page, none of which may be asked for anything.
const untouched = new Proxy({}, { get: () => new Proxy({}, { get: (_, part) => assert.fail(`it asked for ${String(part)}`) }) });

describe("what the server says", () => {
  for (const { name, frame, then } of server.filter(({ then }) => then !== "ignored"))
    it(name, async () => assert.deepEqual(await makes[frame.type](frame), then));

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
      const timelines = { get: () => timeline, all: () => [timeline], apply: (_, event) => { timeline = reduce(timeline, event); } };
      const socket = { isOpen: true, send: (frame) => sent.push(JSON.parse(JSON.stringify(frame))), retryNow() {} };
      new Outbox({ timelines, socket, store: { put() {} } }).post(7, "hi", replyTo);
      assert.deepEqual(sent, [{ ...said(name), client_id: sent[0].client_id }]);
    });

  it("resume", () => {
    const timelines = new Timelines({ me: ada, room: () => null, onChange() {}, background() {} });
    timelines.apply(7, { type: "page", messages: messages(40, 41), has_more: true, rev: 3 });
    timelines.apply(8, { type: "page", messages: [], has_more: false, rev: 0 });
    assert.deepEqual({ type: "resume", rooms: timelines.positions(() => true) }, said("resume"));
  });

  // These two are said by the page's own socket, which only a browser has.
  for (const name of ["typing", "read"])
    it(name, () => {
      const [, members] = read("../../Sources/SnugWeb/client/models/chat.js").match(new RegExp(`send\\(\\{ type: "${name}", (.*?) \\}\\)`));
      const names = members.split(", ").map((member) => member.split(":")[0]);
      assert.deepEqual(["type", ...names], Object.keys(said(name)));
    });
});
