// What a page has of its rooms, by random interleavings of pages, frames, lost connections, slow readers, busy servers,
// reloads and restored copies, held against what the server has; and what becomes of all that was written.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { unread } from "../../Sources/SnugWeb/client/logs/room-summary.js";
import { firstSeq, lastSeq } from "../../Sources/SnugWeb/client/logs/run.js";
import { backgroundWork, Problem } from "../../Sources/SnugWeb/client/models/api.js";
import { Members } from "../../Sources/SnugWeb/client/models/members.js";
import { FileUploads } from "../../Sources/SnugWeb/client/outbox/file-uploads.js";
import { Outbox } from "../../Sources/SnugWeb/client/outbox/outbox.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words as sendingEnglish } from "../../Sources/SnugWeb/client/words/sending/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import { roomIds, Server } from "./server.js";
import { ada, ben } from "./world.js";

Object.assign(words, english, sendingEnglish);

const steps = Number(process.env.STEPS ?? 100_000);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
/// So often the world comes to rest, and everything must be as the server has it.
const restEvery = 200;
const runMessagesMax = 300;
const bytes = { slice: () => ({ arrayBuffer: async () => {} }) };

/// Numbers from 0 to 1 that a seed decides (mulberry32).
function randomness(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/// A page and its server, with all that is on its way between them.
class World {
  toPage = [];
  toServer = [];
  calls = [];
  answers = [];
  /// Of what the page keeps: the browser answers in the order in which it was asked.
  stored = [];
  timers = [];
  /// By `clientId`: what was written here, in that order, each with the message that it answered; what its writer has
  /// sent again, whose turn is another; and what was handed out because its room was gone.
  posted = new Map();
  /// Those that one has sent again, after the message that they answered was gone.
  plain = new Set();
  asked = new Set();
  offered = new Set();
  store = new Map();
  /// By `clientId`: the stored files of a message, and the names of those that it is to have.
  blobs = new Map();
  filesOf = new Map();
  openId = null;
  isWatching = true;
  history = [];

  constructor(random) {
    this.random = random;
    this.server = new Server(ada);
    this.copies = [];
    this.load();
  }

  /// A new page, which has of the one before what that has stored.
  load() {
    this.server.disconnect();
    if (this.socket) this.socket.isOpen = false;
    for (const queue of [this.toPage, this.toServer, this.calls, this.answers, this.stored, this.timers]) queue.length = 0;
    this.openId = null;
    const people = new People();
    const socket = {
      isOpen: false,
      send: (frame) => {
        if (socket.isOpen) this.toServer.push(frame);
        return socket.isOpen;
      },
      drop: () => this.drop(),
      retryNow() {},
    };
    this.socket = socket;
    const background = backgroundWork();
    const call = (name) => (...parameters) => new Promise((resolve, reject) => {
      this.calls.push({ name, parameters, resolve, reject });
    });
    const api = { rooms: call("list"), messages: call("messages"), changes: call("changes"), users: call("users"), room: call("room") };
    this.logs = new RoomLogs({ me: ada, background, api, onChange: (id) => this.outbox.settled(id) });
    const { store, blobs } = this;
    const uploads = new FileUploads({
      send: ({ roomId, name }) => call("upload")(roomId, { name }), remove() {},
      read: async (clientId) => blobs.get(clientId) ?? [],
      confirm: async () => socket.isOpen,
      onShown: (roomId, clientId, files) => this.logs.apply(roomId, { type: "files", clientId, files }),
      onUploaded: (...uploaded) => this.outbox.uploaded(...uploaded),
      onFailed: (...failed) => this.outbox.notUploaded(...failed),
    });
    const kept = (answer) => new Promise((resolve) => { this.stored.push(() => resolve(answer)); });
    this.outbox = new Outbox({
      logs: this.logs, socket, epoch: () => this.sync.epoch, files: async () => uploads,
      store: {
        all: () => kept([...store.values()].sort((a, b) => a.order - b.order)),
        put: (entry, files) => {
          store.set(entry.clientId, entry);
          if (files) blobs.set(entry.clientId, files.map(({ blob }, index) => ({ key: entry.files[index].key, blob })));
          return kept(true);
        },
        delete: (clientId) => {
          blobs.delete(clientId);
          return kept(store.delete(clientId));
        },
      },
    });
    const offer = ({ unsent = [] } = {}) => unsent.forEach(({ clientId }) => this.offered.add(clientId));
    this.sync = new ServerSync({
      me: () => ({ id: ada, name: "Ada" }), socket, logs: this.logs, members: new Members(people), people,
      typists: new Typists(), outbox: this.outbox, background, emit: (type, detail) => offer(detail), api,
    });
    this.sync.reloadRooms().catch(refused);
    this.outbox.takeUp();
    // What the page before has left is had sooner than a connection.
    this.stored.shift()();
  }

  pick(list) { return list[Math.floor(this.random() * list.length)]; }
  upTo(most) { return 1 + Math.floor(this.random() * most); }

  // Acts, each with its weight

  get acts() {
    const room = () => this.server.rooms.get(this.pick(roomIds));
    const seqIn = ({ messages }) => this.upTo(messages.length);
    return {
      "a frame arrives": [30, () => this.arrive()],
      "a frame is heard": [15, () => this.toServer.length && this.server.isConnected && this.server.receive(this.toServer.shift())],
      "a call is made": [15, () => this.calls.length && this.makeCall(Math.floor(this.random() * this.calls.length))],
      "an answer comes": [15, () => this.answers.length && this.answers.splice(Math.floor(this.random() * this.answers.length), 1)[0]()],
      "the browser has kept": [15, () => this.stored.shift()?.()],
      "a call fails": [1, () => this.calls.length && this.failCall(Math.floor(this.random() * this.calls.length))],
      "time passes": [2, () => this.timers.splice(0).forEach((work) => work())],
      "the line drops": [1, () => this.drop()],
      "the line comes back": [3, () => this.connect()],
      "the reader is slow": [1, () => this.server.isConnected && this.server.fallBehind()],
      "someone writes": [20, () => this.say(room(), 1)],
      "many write": [0.3, () => this.say(room(), this.upTo(450))],
      "someone edits": [10, () => this.change(room(), seqIn, { content: `edited ${this.history.length}`, edited_at: "2026-11-22T13:00:00.000Z" })],
      "someone deletes": [4, () => this.change(room(), seqIn, { content: "", deleted_at: "2026-11-22T13:00:00.000Z" })],
      "another device reads": [2, () => { const one = room(); this.server.read(one.id, one.messages.length); }],
      "another device marks unread": [1, () => { const one = room(); if (one.messages.length) this.server.unread(one.id, seqIn(one)); }],
      "one is removed": [0.3, () => { const one = room(); if (one.isMember) this.server.remove(one.id); }],
      "one is added": [0.5, () => { const one = room(); if (!one.isMember) this.server.admit(one.id); }],
      "a copy is made": [0.3, () => this.copies.push(this.server.copy())],
      "a copy is restored": [0.1, () => this.copies.length && this.restore()],
      "a room is opened": [3, () => this.open(this.pick(roomIds))],
      "the room is shut": [1, () => this.shut()],
      "the reader scrolls up": [4, () => this.inRoom((id) => { this.watch(id, false, true); return this.logs.loadOlder(id); })],
      "the reader scrolls down": [4, () => this.inRoom((id) => this.logs.loadNewer(id))],
      "the reader wants the newest": [2, () => this.inRoom((id) => { this.watch(id, true, true); return this.logs.toNewest(id); })],
      "the reader jumps": [1, () => this.inRoom((id) => {
        const { messages } = this.server.rooms.get(id);
        return messages.length ? this.logs.reach(id, this.upTo(messages.length)) : null;
      })],
      "the reader looks away": [1, () => this.inRoom((id) => this.watch(id, this.random() < 0.5, false))],
      "the reader looks": [2, () => this.inRoom((id) => { this.watch(id, true, true); this.read(id); })],
      "one writes": [4, () => this.inRoom((id) => this.logs.room(id) && this.post(id))],
      "one answers": [1, () => this.inRoom((id) => this.logs.room(id) && this.post(id, this.pick(this.logs.get(id).messages)))],
      "one sends files": [2, () => this.inRoom((id) => this.logs.room(id) && this.post(id, null, this.upTo(3)))],
      "one takes a file out": [0.5, () => this.inRoom((id) => this.takeOut(id, this.pick(this.logs.get(id).outgoing.filter(({ files }) => files.length > 1))))],
      "what no message names is swept": [0.5, () => this.server.sweep()],
      "one sends again": [1, () => this.inRoom((id) => {
        const failed = this.pick(this.logs.get(id).outgoing.filter(({ status }) => status === "failed"));
        if (failed) this.retry(id, failed);
      })],
      "the server is busy": [0.5, () => { this.server.isBusy = true; }],
      "the server has time": [2, () => { this.server.isBusy = false; }],
      "the page is loaded anew": [0.2, () => this.load()],
    };
  }

  async step() {
    const acts = Object.entries(this.acts);
    let left = this.random() * acts.reduce((sum, [, [weight]]) => sum + weight, 0);
    const [name, [, act]] = acts.find(([, [weight]]) => (left -= weight) < 0);
    this.history.push(name);
    act();
    await turn();
  }

  arrive() {
    const frame = this.toPage.shift();
    if (!frame) return;
    if (frame.type === "hello") {
      this.socket.isOpen = true;
      this.sync.opened(frame);
    } else {
      this.sync.received(frame);
    }
  }

  makeCall(index) {
    const { name, parameters, resolve, reject } = this.calls.splice(index, 1)[0];
    const answer = this.answer(name, parameters);
    this.answers.push(() => (answer ? resolve(answer) : reject(new Problem({ status: 404, code: "not_found" }))));
  }

  answer(name, parameters) {
    if (name === "users") return { users: [] };
    if (name === "list") return this.server.list();
    const room = this.server.rooms.get(parameters[0]);
    if (!room.isMember) return null;
    if (name === "upload") return this.server.upload(...parameters);
    return name === "room" ? { ...this.server.listed(room), members: [] } : structuredClone(this.server[name](...parameters));
  }

  failCall(index) {
    this.calls.splice(index, 1)[0].reject(new Problem({ status: 0 }));
  }

  /// A page that has heard of no log yet cannot tell what it was answered from another: it begins with the one that is.
  restore() {
    this.server.restore(this.copies.at(-1));
    this.drop();
    if (this.sync.epoch === null) this.load();
  }

  connect() {
    if (this.server.isConnected) return;
    this.toPage = [];
    this.toServer = [];
    this.server.connect(this.toPage);
  }

  drop() {
    this.server.disconnect();
    this.toPage = [];
    this.toServer = [];
    if (!this.socket.isOpen) return;
    this.socket.isOpen = false;
    this.sync.closed();
  }

  say({ id, isMember }, count) {
    for (let i = 0; i < count; i++) {
      const isOwn = isMember && this.random() < 0.05;
      this.server.tell(this.server.say(id, `said ${i}`, { by: isOwn ? ada : ben }));
    }
  }

  change(room, seqIn, change) {
    if (room.messages.length) this.server.change(room.id, seqIn(room), change);
  }

  post(id, answered = null, count = 0) {
    const files = Array.from({ length: count }, (_, index) => ({ name: `${this.posted.size}-${index}`, type: "text/plain", size: 5, blob: bytes }));
    this.outbox.post(id, count ? "" : `own ${this.posted.size}`, answered?.seq ?? null, files);
    const { clientId } = this.logs.get(id).outgoing.at(-1);
    this.posted.set(clientId, answered?.id ?? null);
    if (count) this.filesOf.set(clientId, files.map(({ name }) => name));
  }

  /// A file of which the server has heard is not taken out any more.
  takeOut(id, outgoing) {
    if (!outgoing) return;
    const { clientId } = outgoing;
    this.outbox.cancelFile(clientId, this.store.get(clientId)?.files[0]?.key);
    const left = this.store.get(clientId)?.files.map(({ name }) => name);
    if (left) this.filesOf.set(clientId, left);
  }

  retry(id, { clientId, replyTo }) {
    this.asked.add(clientId);
    if (!replyTo) this.plain.add(clientId);
    this.outbox.retry(id, clientId);
  }

  open(id) {
    this.shut();
    this.openId = id;
    this.logs.open(id).catch(refused);
    this.watch(id, true, true);
  }

  shut() {
    if (this.openId !== null) this.logs.close(this.openId);
    this.openId = null;
  }

  inRoom(act) {
    if (this.openId !== null) act(this.openId)?.catch?.(refused);
  }

  watch(id, isFollowing, isVisible) {
    this.logs.apply(id, { type: "watched", isFollowing, isVisible });
  }

  read(id) {
    const log = this.logs.get(id);
    if (log.loaded && log.room && lastSeq(log) > log.room.read_seq) this.sync.read(id, lastSeq(log));
  }

  // What must hold

  /// At any moment.
  check() {
    for (const log of this.logs.all()) {
      const { messages, room, hasOlder, outgoing, ahead } = log;
      messages.forEach(({ seq }, index) => assert.equal(seq, firstSeq(log) + index, "the run has no gap"));
      assert.ok(messages.length <= runMessagesMax, "the run is bounded");
      assert.ok(ahead.every(({ seq }) => !log.loaded || seq > lastSeq(log) + 1), "only what does not join waits");
      if (messages.length) assert.equal(hasOlder, firstSeq(log) > 1, "hasOlder");
      const own = [...messages, ...outgoing].map((each) => each.clientId ?? each.client_id).filter(Boolean);
      assert.equal(new Set(own).size, own.length, "nothing stands there twice");
      if (room) assert.ok(room.read_seq <= room.last_seq, "nothing is read that is not there");
      if (this.sync.epoch !== this.server.epoch || !log.loaded) continue;
      const { revs } = this.server.rooms.get(log.roomId);
      for (const { seq, rev } of messages) {
        const due = (revs.get(seq) ?? []).findLast((each) => each <= log.rev) ?? 0;
        assert.ok(rev >= due, `message ${seq} has the change ${due}, as the log says of itself (${log.rev})`);
      }
    }
  }

  /// Everything under way arrives, and nothing new happens.
  async rest() {
    this.server.isBusy = false;
    for (let quiet = 0; quiet < 3;) {
      this.connect();
      const { toPage, toServer, calls, answers, stored, timers } = this;
      const isBusy = [toPage, toServer, calls, answers, stored, timers].some((queue) => queue.length);
      quiet = isBusy ? 0 : quiet + 1;
      while (this.toServer.length) this.server.receive(this.toServer.shift());
      while (this.toPage.length) this.arrive();
      while (this.calls.length) this.makeCall(0);
      while (this.answers.length) this.answers.shift()();
      while (this.stored.length) this.stored.shift()();
      await turn();
      if (!isBusy) continue;
      this.timers.splice(0).forEach((work) => work());
    }
    this.checkAtRest();
  }

  checkAtRest() {
    const joined = [...this.server.rooms.values()].filter(({ isMember }) => isMember);
    assert.deepEqual(this.logs.rooms.map(({ id }) => id).sort(), joined.map(({ id }) => id).sort(), "the rooms are the server's");
    for (const room of joined) {
      const shown = this.logs.room(room.id);
      assert.equal(shown.last_seq, room.messages.length, "last_seq");
      assert.equal(shown.read_seq, room.readSeq, "read_seq");
      assert.equal(unread(shown), room.messages.length - room.readSeq, "unread");
      assert.deepEqual(shown.last_message, room.messages.at(-1) ?? null, "the list shows the last message as it is");
      const log = this.logs.get(room.id);
      for (const { status, content } of log.outgoing)
        assert.ok(status === "failed" || (status === "sent" && log.hasNewer), `what was written is sent: ${content} (${status})`);
      if (room.id === this.openId) assert.ok(log.loaded, "the open room is loaded");
      if (!log.loaded) continue;
      if (!log.hasNewer) assert.equal(lastSeq(log), room.messages.length, "the run ends with the newest");
      assert.deepEqual(log.messages, room.messages.slice(firstSeq(log) - 1, lastSeq(log)), "the run is the server's");
      assert.equal(log.rev, room.lastRev, "rev");
    }
    for (const { messages } of this.server.rooms.values()) {
      const own = messages.filter((message) => message.client_id);
      const ids = own.map((message) => message.client_id);
      assert.equal(new Set(ids).size, ids.length, "nothing was sent twice");
      const inTurn = ids.filter((clientId) => !this.asked.has(clientId));
      const written = [...this.posted.keys()].filter((clientId) => inTurn.includes(clientId));
      assert.deepEqual(inTurn, written, "it was sent in the order in which it was written");
      for (const { client_id: clientId, reply_to: seq, attachments } of own) {
        const answered = seq ? messages[seq - 1].id : null;
        if (this.filesOf.has(clientId) && !this.asked.has(clientId))
          assert.deepEqual(attachments?.map(({ name }) => name), this.filesOf.get(clientId), "it has its files, in their order");
        // Sent again as a plain one it may have been there before, as the answer that it was.
        if (answered !== null || !this.plain.has(clientId))
          assert.equal(answered, this.posted.get(clientId), "it answers what it answered");
      }
    }
    const waiting = new Set(this.logs.all().flatMap(({ outgoing }) => outgoing.map(({ clientId }) => clientId)));
    for (const clientId of this.posted.keys())
      assert.ok(this.server.said.has(clientId) || waiting.has(clientId) || this.offered.has(clientId), "nothing that was written is lost");
  }
}

function refused(problem) {
  if (!(problem instanceof Problem)) throw problem;
}

describe("whatever happens, in whatever order", () => {
  it(`ends with what the server has (${steps} steps, SEED=${seed})`, async (t) => {
    const world = new World(randomness(seed));
    t.mock.method(globalThis, "setTimeout", (work) => world.timers.push(work));
    world.connect();
    for (let step = 1; step <= steps; step++) {
      try {
        await world.step();
        world.check();
        if (step % restEvery === 0) await world.rest();
      } catch (error) {
        error.message += `\nSEED=${seed} STEPS=${step}; the last acts: ${world.history.slice(-12).join(", ")}`;
        throw error;
      }
    }
  });
});
