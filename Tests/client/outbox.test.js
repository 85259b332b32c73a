import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Outbox } from "../../Sources/SnugWeb/client/models/outbox.js";
import { emptyLog, reduce } from "../../Sources/SnugWeb/client/logs/room-log.js";
import { ada, message } from "./world.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

Object.assign(words, english);

/// A page with an outbox; `kept` outlives it, as a browser's database does.
function page(t, kept = new Map(), options = {}) {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work) => due.push(work));
  const byRoom = new Map();
  const sent = [];
  const socket = { isOpen: true, drops: 0, send: (frame) => sent.push(frame), drop: () => socket.drops++, retryNow() {} };
  const store = {
    all: async () => [...kept.values()],
    put: (entry) => kept.set(entry.clientId, entry),
    delete: (clientId) => kept.delete(clientId),
  };
  const logs = {
    get: (id) => byRoom.get(id) ?? emptyLog(id, ada),
    all: () => [...byRoom.values()],
    apply(id, event) {
      byRoom.set(id, reduce(logs.get(id), event));
      outbox.settled(id);
    },
  };
  const told = { failed: [], discarded: [] };
  const outbox = new Outbox({
    logs, socket, store, ...options,
    onFailed: (detail) => told.failed.push(detail), onDiscarded: (clientId) => told.discarded.push(clientId),
  });
  const acknowledge = (frame, seq) => logs.apply(frame.room_id, {
    type: "acknowledged", message: message(seq, { by: ada, room_id: frame.room_id, client_id: frame.client_id }),
  });
  return { outbox, logs, socket, sent, kept, told, acknowledge, timeIsUp: () => due.splice(0).forEach((work) => work()) };
}

const contents = (frames) => frames.map((frame) => frame.content);

describe("what is written", () => {
  it("is sent at once, and kept until the server has it", (t) => {
    const { outbox, sent, kept, acknowledge } = page(t);
    outbox.post(7, "hi", 3);
    assert.deepEqual(sent, [{ type: "send", room_id: 7, content: "hi", client_id: sent[0].client_id, reply_to: 3 }]);
    assert.equal(kept.size, 1);
    acknowledge(sent[0], 1);
    assert.equal(kept.size, 0);
  });

  it("waits for a connection, and then goes in the order in which it was written", (t) => {
    const { outbox, socket, sent } = page(t);
    socket.isOpen = false;
    outbox.post(7, "first");
    outbox.post(7, "second");
    assert.equal(sent.length, 0);
    socket.isOpen = true;
    outbox.sendAll();
    assert.deepEqual(contents(sent), ["first", "second"]);
  });

  it("survives a reload under the same client id", async (t) => {
    const before = page(t);
    before.outbox.post(7, "first");
    before.outbox.post(8, "elsewhere");
    const after = page(t, before.kept);
    await after.outbox.takeUp();
    await turn();
    assert.deepEqual(after.sent, before.sent);
    after.acknowledge(after.sent[0], 1);
    assert.deepEqual([...after.kept.values()].map((entry) => entry.content), ["elsewhere"]);
  });

  it("is given back once the room is left, and no longer kept", async (t) => {
    const { outbox, logs, socket, kept } = page(t);
    socket.isOpen = false;
    outbox.post(7, "never mind");
    outbox.post(8, "elsewhere");
    assert.deepEqual(outbox.forgetRoom(7), ["never mind"]);
    assert.deepEqual([...kept.values()].map((entry) => entry.content), ["elsewhere"]);
    assert.deepEqual([logs.get(7).outgoing, await outbox.count()], [[], 1]);
  });
});

describe("what is not answered", () => {
  it("ends the connection, so that the next one sends it again, three times in all", (t) => {
    const { outbox, logs, socket, sent, kept, timeIsUp } = page(t);
    outbox.post(7, "hello?");
    for (let drops = 1; drops <= 3; drops++) {
      timeIsUp();
      assert.equal(socket.drops, drops);
      outbox.sendAll();
    }
    assert.equal(sent.length, 3);
    assert.equal(logs.get(7).outgoing[0].status, "failed");
    assert.equal(kept.size, 1);
  });

  it("goes again when its writer says so, and is forgotten when they give it up", (t) => {
    const { outbox, sent, kept, told } = page(t);
    outbox.post(7, "hi");
    const [{ client_id: clientId }] = sent;
    outbox.refused({ client_id: clientId, detail: "Too fast." });
    assert.deepEqual(told.failed, ["Too fast."]);
    outbox.retry(7, clientId);
    assert.deepEqual(contents(sent), ["hi", "hi"]);
    outbox.discard(7, clientId);
    assert.equal(kept.size, 0);
    assert.deepEqual(told.discarded, [clientId]);
  });

  it("is sent by no tab once it was given up in one", async (t) => {
    const before = page(t);
    before.socket.isOpen = false;
    before.outbox.post(7, "on second thoughts");
    const after = page(t, new Map(before.kept));
    after.socket.isOpen = false;
    await after.outbox.takeUp();
    const [{ clientId }] = after.logs.get(7).outgoing;
    after.outbox.discardedElsewhere(clientId);
    after.socket.isOpen = true;
    after.outbox.sendAll();
    assert.deepEqual([after.sent, after.logs.get(7).outgoing, await after.outbox.count()], [[], [], 0]);
    assert.deepEqual(after.told.discarded, []);
  });

  it("is not blamed for a refusal of something else", (t) => {
    const { outbox, logs } = page(t);
    outbox.post(7, "hi");
    outbox.refused({ client_id: undefined, detail: "Unknown frame." });
    assert.equal(logs.get(7).outgoing[0].status, "sending");
  });
});

/// Claims as the tabs of one browser make them: each name is one tab's at a time, and the next one's after that.
function claimsOf() {
  const queues = new Map();
  const next = (name) => queues.get(name)[0]?.();
  return (name, onMine) => {
    const queue = queues.get(name) ?? [];
    queues.set(name, [...queue, onMine]);
    if (!queue.length) onMine();
    return () => {
      const waiting = queues.get(name);
      const wasFirst = waiting[0] === onMine;
      queues.set(name, waiting.filter((each) => each !== onMine));
      if (wasFirst) next(name);
    };
  };
}

describe("what waits in several tabs", () => {
  /// A message that was written in one tab while there was no connection, and another tab.
  async function two(t) {
    const claim = claimsOf();
    const ways = [];
    const noted = (name, onMine) => {
      const giveUp = claim(name, onMine);
      ways.push(giveUp);
      return giveUp;
    };
    const first = page(t, new Map(), { claim: noted });
    const second = page(t, first.kept, { claim });
    first.socket.isOpen = false;
    first.outbox.post(7, "Sent later?");
    await second.outbox.takeUp();
    await turn();
    return { first, second, close: () => ways.splice(0).forEach((giveUp) => giveUp()) };
  }

  it("is shown in all and sent by one", async (t) => {
    const { first, second } = await two(t);
    assert.deepEqual(second.logs.get(7).outgoing.map(({ content }) => content), ["Sent later?"]);
    second.outbox.sendAll();
    assert.deepEqual(second.sent, []);
    first.socket.isOpen = true;
    first.outbox.sendAll();
    assert.deepEqual(contents(first.sent), ["Sent later?"]);
  });

  it("is sent by one that stays when the other is closed", async (t) => {
    const { second, close } = await two(t);
    close();
    await turn();
    assert.deepEqual(contents(second.sent), ["Sent later?"]);
  });

  it("is sent by none that comes after the server has it", async (t) => {
    const { first, second } = await two(t);
    first.socket.isOpen = true;
    first.outbox.sendAll();
    first.acknowledge(first.sent[0], 1);
    await turn();
    assert.deepEqual([second.sent, second.logs.get(7).outgoing], [[], []]);
    await second.outbox.takeUp();
    assert.deepEqual(second.sent, []);
  });

  it("is counted, whichever wrote it", async (t) => {
    const { first } = await two(t);
    assert.equal(await page(t, first.kept).outbox.count(), 1);
  });

  it("goes when its writer asks for it here", async (t) => {
    const { first, second } = await two(t);
    const [{ clientId }] = second.logs.get(7).outgoing;
    first.outbox.refused({ client_id: clientId, detail: "Too fast." });
    await second.outbox.takeUp();
    assert.equal(second.logs.get(7).outgoing[0].detail, "Too fast.");
    second.outbox.retry(7, clientId);
    assert.deepEqual(contents(second.sent), ["Sent later?"]);
    await first.outbox.takeUp();
  });
});

it("what was refused comes back as refused, and goes only when its writer says so", async (t) => {
  const before = page(t);
  before.outbox.post(7, "On second thoughts");
  before.outbox.refused({ client_id: before.sent[0].client_id, detail: "Too fast." });
  const after = page(t, before.kept);
  await after.outbox.takeUp();
  await turn();
  after.outbox.sendAll();
  const [waiting] = after.logs.get(7).outgoing;
  assert.deepEqual([after.sent, waiting.status, waiting.detail], [[], "failed", "Too fast."]);
  after.outbox.retry(7, waiting.clientId);
  const again = page(t, before.kept);
  await again.outbox.takeUp();
  await turn();
  assert.deepEqual([contents(after.sent), contents(again.sent)], [["On second thoughts"], ["On second thoughts"]]);
});

it("what waits for a room that one is not in any more is given back at the next start", async (t) => {
  const before = page(t);
  before.socket.isOpen = false;
  before.outbox.post(7, "A long letter");
  before.outbox.post(8, "elsewhere");
  const after = page(t, before.kept);
  await after.outbox.takeUp();
  await turn();
  assert.deepEqual(await after.outbox.takeUp((id) => id === 8), ["A long letter"]);
  assert.deepEqual([...before.kept.values()].map(({ content }) => content), ["elsewhere"]);
  assert.deepEqual([after.logs.get(7).outgoing, await after.outbox.count()], [[], 1]);
  assert.deepEqual(await after.outbox.takeUp((id) => id === 8), []);
});

it("what answers a message of another log goes as a plain message", async (t) => {
  let epoch = "first";
  const before = page(t, new Map(), { epoch: () => epoch });
  before.socket.isOpen = false;
  before.outbox.post(7, "I agree", 3);
  const after = page(t, new Map(before.kept), { epoch: () => epoch });
  after.socket.isOpen = false;
  await after.outbox.takeUp();
  await turn();
  epoch = "second";
  for (const { outbox, socket } of [before, after]) {
    socket.isOpen = true;
    outbox.sendAll();
  }
  assert.deepEqual([...before.sent, ...after.sent].map(({ content, reply_to: seq }) => [content, seq]), [["I agree", undefined], ["I agree", undefined]]);
  before.logs.apply(7, { type: "another-log" });
  assert.equal(before.logs.get(7).outgoing[0].replyTo, null);
});

it("what the server had, and has no more, is sent again", (t) => {
  const { outbox, logs, sent, acknowledge } = page(t);
  logs.apply(7, { type: "opened" });
  logs.apply(7, { type: "restored", run: { messages: [message(1)], hasOlder: false, rev: 0 } });
  outbox.post(7, "hi");
  acknowledge(sent[0], 3);
  assert.equal(logs.get(7).outgoing[0].status, "sent");
  logs.apply(7, { type: "another-log" });
  outbox.sendAll();
  assert.deepEqual(contents(sent), ["hi", "hi"]);
});
