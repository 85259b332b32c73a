import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Outbox } from "../../Sources/SnugWeb/client/outbox/outbox.js";
import { emptyLog, reduce } from "../../Sources/SnugWeb/client/logs/room-log.js";
import { ada, message } from "./world.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

Object.assign(words, english);

/// A page with an outbox; `kept` outlives it, as a browser's database does.
function page(t, kept = new Map(), options = {}) {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work, milliseconds) => due.push({ work, milliseconds }));
  const byRoom = new Map();
  const sent = [];
  const connect = () => {
    socket.isOpen = true;
    outbox.opened();
  };
  const drop = () => {
    socket.isOpen = false;
    outbox.closed();
  };
  const socket = {
    isOpen: true, drops: 0, retryNow() {},
    send: (frame) => sent.push(frame),
    drop() {
      socket.drops++;
      drop();
    },
  };
  const store = {
    all: async () => [...kept.values()].sort((a, b) => a.order - b.order),
    put: async (entry) => { kept.set(entry.clientId, entry); },
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
  const told = { failed: [], discarded: [], waiting: 0 };
  const outbox = new Outbox({
    logs, socket, store,
    onFailed: (detail) => told.failed.push(detail), onDiscarded: (clientId) => told.discarded.push(clientId),
    onWaiting: () => { told.waiting += 1; }, ...options,
  });
  const acknowledge = (frame, seq) => logs.apply(frame.room_id, {
    type: "acknowledged", message: message(seq, { by: ada, room_id: frame.room_id, client_id: frame.client_id }),
  });
  const timeIsUp = () => due.splice(0).forEach(({ work }) => work());
  const refuse = (frame, error) => outbox.refused({ type: "error", client_id: frame.client_id, ...error });
  return { outbox, logs, socket, sent, kept, told, due, acknowledge, refuse, connect, drop, timeIsUp };
}

/// Until all that is under way in a store is done.
async function rest() {
  for (let step = 0; step < 3; step++) await turn();
}

const contents = (frames) => frames.map((frame) => frame.content);

describe("what is written", () => {
  it("is sent at once, and kept until the server has it", async (t) => {
    const { outbox, sent, kept, acknowledge } = page(t);
    outbox.post(7, "hi", 3);
    assert.deepEqual(sent, [{ type: "send", room_id: 7, content: "hi", client_id: sent[0].client_id, reply_to: 3 }]);
    assert.equal(kept.size, 1);
    acknowledge(sent[0], 1);
    await rest();
    assert.equal(kept.size, 0);
  });

  it("waits for a connection, and then goes in the order in which it was written, one of a room at a time", async (t) => {
    const { outbox, sent, drop, connect, acknowledge } = page(t);
    drop();
    for (const text of ["first", "second"]) outbox.post(7, text);
    outbox.post(8, "elsewhere");
    await rest();
    assert.equal(sent.length, 0);
    connect();
    await rest();
    assert.deepEqual(contents(sent), ["first", "elsewhere"]);
    acknowledge(sent[0], 1);
    assert.deepEqual(contents(sent), ["first", "elsewhere", "second"]);
  });

  it("goes after all that waits already, also where that is not claimed or not kept yet", async (t) => {
    const { outbox, sent, drop, connect, acknowledge } = page(t);
    drop();
    outbox.post(7, "kept");
    await rest();
    outbox.post(7, "not kept yet");
    connect();
    outbox.post(7, "now");
    for (let seq = 1; seq <= 3; seq++) {
      await rest();
      acknowledge(sent.at(-1), seq);
    }
    assert.deepEqual(contents(sent), ["kept", "not kept yet", "now"]);
  });

  it("keeps a slow line free: of many rooms, a few have one under way", (t) => {
    const { outbox, sent, acknowledge } = page(t);
    for (const roomId of [7, 8, 9, 10]) outbox.post(roomId, `in ${roomId}`);
    assert.deepEqual(contents(sent), ["in 7", "in 8", "in 9"]);
    acknowledge(sent[1], 1);
    assert.equal(contents(sent).at(-1), "in 10");
  });

  it("keeps its order when the clock is set back meanwhile", async (t) => {
    const before = page(t);
    before.drop();
    let now = 1_764_000_000_000;
    t.mock.method(Date, "now", () => now);
    before.outbox.post(7, "first");
    now -= 3_600_000;
    before.outbox.post(7, "second");
    await rest();
    const after = page(t, before.kept);
    await after.outbox.takeUp();
    after.outbox.post(7, "third");
    assert.deepEqual(after.logs.get(7).outgoing.map(({ content }) => content), ["first", "second", "third"]);
    const orders = [...before.kept.values()].map(({ order }) => order);
    assert.ok(orders[0] < orders[1] && orders[1] < orders[2], String(orders));
  });

  it("is not sent where its frame would end the connection", (t) => {
    const { outbox, sent, told } = page(t);
    outbox.post(7, "\u0001".repeat(12_000));
    assert.deepEqual([sent, told.failed], [[], [english.tooLong]]);
  });

  it("survives a reload under the same client id", async (t) => {
    const before = page(t);
    before.outbox.post(7, "first");
    before.outbox.post(8, "elsewhere");
    const after = page(t, before.kept);
    await after.outbox.takeUp();
    await rest();
    assert.deepEqual(after.sent, before.sent);
    after.acknowledge(after.sent[0], 1);
    await rest();
    assert.deepEqual([...after.kept.values()].map((entry) => entry.content), ["elsewhere"]);
  });

  it("is given back once the room is left, and no longer kept", async (t) => {
    const { outbox, logs, kept, drop, told } = page(t);
    drop();
    outbox.post(7, "never mind");
    outbox.post(8, "elsewhere");
    const entries = outbox.strand(7);
    assert.deepEqual(contents(entries), ["never mind"]);
    await rest();
    assert.deepEqual([logs.get(7).outgoing, await outbox.count()], [[], 2]);
    outbox.putAway(entries.map(({ clientId }) => clientId));
    await rest();
    assert.deepEqual([contents([...kept.values()]), await outbox.count()], [["elsewhere"], 1]);
    assert.deepEqual(told.discarded, entries.map(({ clientId }) => clientId));
  });

  it("is offered again at the next start until its writer has it, and never sent by itself", async (t) => {
    const before = page(t);
    before.drop();
    before.outbox.post(7, "a letter");
    before.outbox.strand(7);
    await rest();
    const after = page(t, before.kept);
    await after.outbox.takeUp();
    // One is in the room again.
    const entries = await after.outbox.takeUp(() => true);
    assert.deepEqual([contents(entries), contents(await after.outbox.takeUp(() => true))], [["a letter"], []]);
    after.outbox.opened();
    await rest();
    assert.deepEqual([after.sent, after.logs.get(7).outgoing], [[], []]);
  });
});

describe("what cannot be kept", () => {
  const full = { put: async () => false };

  it("is at risk until the server has it", async (t) => {
    const { outbox, sent, drop, connect, acknowledge } = page(t, new Map(), { store: { all: async () => null, delete() {}, ...full } });
    drop();
    let isSafe = false;
    outbox.post(7, "first").then(() => { isSafe = true; });
    await rest();
    assert.deepEqual([outbox.isAtRisk, outbox.isRefused, isSafe, await outbox.count()], [true, true, false, 1]);
    // What the store does not tell is not gone.
    await outbox.takeUp();
    connect();
    await rest();
    assert.deepEqual(contents(sent), ["first"]);
    acknowledge(sent[0], 1);
    await rest();
    assert.deepEqual([outbox.isAtRisk, outbox.isRefused, isSafe], [false, false, true]);
  });

  it("is safe as soon as it is kept", async (t) => {
    const { outbox, drop } = page(t);
    drop();
    const safe = outbox.post(7, "first");
    assert.deepEqual([outbox.isAtRisk, outbox.isRefused], [true, false]);
    await safe;
    assert.equal(outbox.isAtRisk, false);
  });
});

describe("what is not answered", () => {
  it("ends the connection, so that the next one sends it again, three times in all", async (t) => {
    const { outbox, logs, socket, sent, kept, connect, timeIsUp } = page(t);
    outbox.post(7, "hello?");
    for (let drops = 1; drops <= 3; drops++) {
      timeIsUp();
      assert.equal(socket.drops, drops);
      connect();
      await rest();
    }
    assert.equal(sent.length, 3);
    assert.equal(logs.get(7).outgoing[0].status, "failed");
    assert.equal(kept.size, 1);
  });

  it("is not given up on a line that is slow, but brings answers", async (t) => {
    const { outbox, socket, sent, due, drop, connect, acknowledge } = page(t);
    for (const roomId of [7, 8]) for (let number = 1; number <= 8; number++) outbox.post(roomId, `${number} in ${roomId}`);
    for (let seq = 1; seq <= 8; seq++) {
      const slow = sent.findLast(({ room_id: id }) => id === 8);
      const waits = due.splice(0);
      acknowledge(sent.findLast(({ room_id: id }) => id === 7), seq);
      for (const { work } of waits) work();
      assert.equal(socket.drops, 0);
      drop();
      connect();
      await rest();
      assert.equal(sent.findLast(({ room_id: id }) => id === 8).client_id, slow.client_id);
    }
  });

  it("is waited for longer where there is more of it", (t) => {
    const { outbox, due } = page(t);
    outbox.post(7, "x".repeat(16_000));
    assert.ok(due[0].milliseconds > 14_000 && due[0].milliseconds < 15_000);
  });

  it("goes again by itself, before what was written after it, when the server had too much to do", async (t) => {
    const { outbox, logs, sent, told, due, acknowledge, refuse } = page(t);
    for (const text of ["first", "second"]) outbox.post(7, text);
    refuse(sent[0], { code: "rate_limited", detail: "Slow down and try again in a moment.", retry_after: 2 });
    outbox.post(8, "elsewhere");
    assert.deepEqual([contents(sent), told.failed], [["first"], []]);
    assert.deepEqual(logs.get(7).outgoing.map(({ status }) => status), ["sending", "sending"]);
    const [later] = due.filter(({ milliseconds }) => milliseconds === 2_000);
    later.work();
    assert.deepEqual(contents(sent), ["first", "first", "elsewhere"]);
    acknowledge(sent[1], 1);
    assert.equal(contents(sent).at(-1), "second");
  });

  it("goes again by itself for two minutes while the server cannot write it down", async (t) => {
    const { outbox, logs, sent, told, due, acknowledge, refuse } = page(t);
    const detail = "The server could not write this down.";
    for (const text of ["first", "second"]) outbox.post(7, text);
    const failOnce = () => refuse(sent.at(-1), { code: "storage_failed", detail, retry_after: 5 });
    for (let times = 1; times <= 24; times += 1) {
      failOnce();
      assert.deepEqual([sent.length, told.failed], [times, []]);
      due.filter(({ milliseconds }) => milliseconds === 5_000).at(-1).work();
    }
    assert.deepEqual(new Set(contents(sent)), new Set(["first"]));
    failOnce();
    await rest();
    assert.deepEqual(told.failed, [detail]);
    // The person says that it goes again: for as long.
    outbox.retry(7, sent[0].client_id);
    failOnce();
    await rest();
    assert.equal(told.failed.length, 1);
    due.filter(({ milliseconds }) => milliseconds === 5_000).at(-1).work();
    assert.equal(logs.get(7).outgoing.at(0).status, "sending");
  });

  it("goes again when its writer says so, and is forgotten when they give it up", async (t) => {
    const { outbox, sent, kept, told } = page(t);
    outbox.post(7, "hi");
    const [{ client_id: clientId }] = sent;
    await outbox.refused({ client_id: clientId, detail: "Too fast." });
    assert.deepEqual(told.failed, ["Too fast."]);
    outbox.retry(7, clientId);
    assert.deepEqual(contents(sent), ["hi", "hi"]);
    outbox.discard(7, clientId);
    await rest();
    assert.equal(kept.size, 0);
    assert.deepEqual(told.discarded, [clientId]);
  });

  it("is sent by no tab once it was given up in one", async (t) => {
    const before = page(t);
    before.drop();
    before.outbox.post(7, "on second thoughts");
    await rest();
    const after = page(t, new Map(before.kept));
    after.drop();
    await after.outbox.takeUp();
    const [{ clientId }] = after.logs.get(7).outgoing;
    after.outbox.discardedElsewhere(clientId);
    after.connect();
    await rest();
    assert.deepEqual([after.sent, after.logs.get(7).outgoing, await after.outbox.count()], [[], [], 0]);
    assert.deepEqual(after.told.discarded, []);
  });

  it("is not blamed for a refusal of something else", async (t) => {
    const { outbox, logs } = page(t);
    outbox.post(7, "hi");
    await outbox.refused({ client_id: undefined, detail: "Unknown frame." });
    assert.equal(logs.get(7).outgoing[0].status, "sending");
  });
});

/// Claims as the tabs of one browser make them: each name is one tab's at a time, and the next one's after that.
function claimsOf() {
  const queues = new Map();
  const next = (name) => queues.get(name)[0]?.();
  return (name, onMine, onKnown) => {
    const queue = queues.get(name) ?? [];
    queues.set(name, [...queue, onMine]);
    if (!queue.length) onMine();
    queueMicrotask(onKnown);
    return () => {
      const waiting = queues.get(name);
      const wasFirst = waiting[0] === onMine;
      queues.set(name, waiting.filter((each) => each !== onMine));
      if (wasFirst) next(name);
    };
  };
}

describe("what waits in several tabs", () => {
  /// A message that was written in one tab while there was no connection, and another tab, which has none either.
  async function two(t) {
    const claim = claimsOf();
    const ways = [];
    const noted = (name, ...told) => {
      const giveUp = claim(name, ...told);
      ways.push(giveUp);
      return giveUp;
    };
    const first = page(t, new Map(), { claim: noted });
    const second = page(t, first.kept, { claim });
    for (const { drop } of [first, second]) drop();
    first.outbox.post(7, "Sent later?");
    await rest();
    await second.outbox.takeUp();
    return { first, second, close: () => ways.splice(0).forEach((giveUp) => giveUp()) };
  }

  it("is shown in all and sent by one", async (t) => {
    const { first, second } = await two(t);
    assert.deepEqual([contents(second.logs.get(7).outgoing), first.told.waiting], [["Sent later?"], 1]);
    for (const { connect } of [first, second]) connect();
    await rest();
    assert.deepEqual([contents(first.sent), second.sent], [["Sent later?"], []]);
  });

  it("is sent by the one that has a connection", async (t) => {
    const { first, second } = await two(t);
    second.connect();
    await rest();
    second.acknowledge(second.sent[0], 1);
    await rest();
    first.connect();
    await rest();
    assert.deepEqual([contents(second.sent), first.sent, first.logs.get(7).outgoing], [["Sent later?"], [], []]);
  });

  it("is sent by the other when the connection of the one that sends is lost", async (t) => {
    const { first, second } = await two(t);
    for (const { connect } of [first, second]) connect();
    await rest();
    first.drop();
    await rest();
    assert.deepEqual(contents(second.sent), ["Sent later?"]);
  });

  it("holds up nothing that is written in the other", async (t) => {
    const { first, second } = await two(t);
    for (const { connect } of [first, second]) connect();
    second.outbox.post(7, "And this?");
    await rest();
    assert.deepEqual([contents(first.sent), contents(second.sent)], [["Sent later?"], ["And this?"]]);
  });

  it("is sent by one that stays when the other is closed", async (t) => {
    const { first, second, close } = await two(t);
    for (const { connect } of [first, second]) connect();
    await rest();
    close();
    await rest();
    assert.deepEqual(contents(second.sent), ["Sent later?"]);
  });

  it("is sent by none that comes after the server has it", async (t) => {
    const { first, second } = await two(t);
    for (const { connect } of [first, second]) connect();
    await rest();
    first.acknowledge(first.sent[0], 1);
    await rest();
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
    await first.outbox.refused({ client_id: clientId, detail: "Too fast." });
    second.connect();
    await rest();
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
  await before.outbox.refused({ client_id: before.sent[0].client_id, detail: "Too fast." });
  await rest();
  const after = page(t, before.kept);
  await after.outbox.takeUp();
  after.outbox.opened();
  await rest();
  const [waiting] = after.logs.get(7).outgoing;
  assert.deepEqual([after.sent, waiting.status, waiting.detail], [[], "failed", "Too fast."]);
  after.outbox.retry(7, waiting.clientId);
  await rest();
  const again = page(t, before.kept);
  await again.outbox.takeUp();
  await rest();
  assert.deepEqual([contents(after.sent), contents(again.sent)], [["On second thoughts"], ["On second thoughts"]]);
});

it("what waits for a room that one is not in any more is given back at the next start", async (t) => {
  const before = page(t);
  before.drop();
  before.outbox.post(7, "A long letter");
  before.outbox.post(8, "elsewhere");
  await rest();
  const after = page(t, before.kept);
  await after.outbox.takeUp();
  await rest();
  assert.deepEqual(contents(await after.outbox.takeUp((id) => id === 8)), ["A long letter"]);
  assert.deepEqual([after.logs.get(7).outgoing, await after.outbox.count()], [[], 2]);
  assert.deepEqual(await after.outbox.takeUp((id) => id === 8), []);
});

it("what answers a message of another log waits for its writer's word, and goes as a plain message", async (t) => {
  let epoch = "first";
  const before = page(t, new Map(), { epoch: () => epoch });
  before.drop();
  before.outbox.post(7, "I agree", 3);
  before.outbox.post(7, "And this?");
  await rest();
  const after = page(t, new Map(before.kept), { epoch: () => epoch });
  after.drop();
  await after.outbox.takeUp();
  epoch = "second";
  for (const { outbox, logs, sent, told, connect } of [before, after]) {
    outbox.leaveOtherLogs();
    connect();
    await rest();
    const [waiting] = logs.get(7).outgoing;
    assert.deepEqual([contents(sent), waiting.status, waiting.replyTo], [["And this?"], "failed", null]);
    assert.deepEqual(told.failed, [english.answeredGone]);
    outbox.retry(7, waiting.clientId);
    assert.equal(sent.length, 1, "in its turn");
  }
  before.acknowledge(before.sent[0], 1);
  assert.deepEqual(before.sent.slice(1).map(({ content, reply_to: seq }) => [content, seq]), [["I agree", undefined]]);
});

it("what waits for its writer's word is not sent by what the browser kept before", async (t) => {
  let epoch = "first";
  const kept = new Map();
  const reads = [];
  const store = {
    all: () => new Promise((resolve) => {
      const entries = [...kept.values()];
      reads.push(() => resolve(entries));
    }),
    put: async (entry) => { kept.set(entry.clientId, entry); },
    delete: (clientId) => kept.delete(clientId),
  };
  const { outbox, logs, sent, drop, connect } = page(t, kept, { store, epoch: () => epoch });
  drop();
  outbox.post(7, "I agree", 3);
  await rest();
  connect();
  await rest();
  drop();
  epoch = "second";
  outbox.leaveOtherLogs();
  connect();
  await rest();
  assert.equal(reads.length, 2);
  for (const read of reads) {
    read();
    await rest();
  }
  assert.deepEqual([sent, logs.get(7).outgoing[0].status], [[], "failed"]);
});

it("what answers a message of another log is asked about also where another tab has written it", async (t) => {
  const before = page(t, new Map(), { epoch: () => "first" });
  before.drop();
  before.outbox.post(7, "I agree", 3);
  await rest();
  const after = page(t, before.kept, { epoch: () => "second" });
  await after.outbox.takeUp();
  await rest();
  assert.deepEqual([after.sent, after.logs.get(7).outgoing[0].detail], [[], english.answeredGone]);
});

it("what the server had, and has no more, is sent again, and kept again until it has", async (t) => {
  const { outbox, logs, sent, kept, acknowledge } = page(t);
  logs.apply(7, { type: "opened" });
  logs.apply(7, { type: "restored", run: { messages: [message(1)], hasOlder: false, rev: 0 } });
  outbox.post(7, "hi");
  acknowledge(sent[0], 3);
  assert.equal(logs.get(7).outgoing[0].status, "sent");
  await rest();
  assert.equal(kept.size, 0);
  logs.apply(7, { type: "another-log" });
  outbox.opened();
  await rest();
  assert.deepEqual([contents(sent), kept.size], [["hi", "hi"], 1]);
});

describe("a message with files", () => {
  const blob = new Blob(["bytes"]);
  const two = [{ name: "a.webp", type: "image/webp", size: 5, alt: "a cat", blob, url: "blob:a" }, { name: "b.pdf", type: "application/pdf", size: 5, blob }];

  /// What is asked of the uploads, which the test carries out.
  function withFiles(t, kept = new Map(), options = {}) {
    const asked = [];
    const note = (act) => (...about) => asked.push([act, ...about]);
    const uploads = Object.fromEntries(["hold", "show", "upload", "remove", "forget", "startAnew", "notKept"].map((act) => [act, note(act)]));
    uploads.holds = () => true;
    const made = page(t, kept, { files: async () => uploads, epoch: () => "first", ...options });
    const acts = (name) => asked.filter(([act]) => act === name).map(([, ...about]) => about);
    return { ...made, acts, id: () => made.logs.get(7).outgoing[0]?.clientId };
  }

  it("goes once its files are there, with their numbers in their order, before what was written after it", async (t) => {
    const { outbox, sent, acts, id, acknowledge } = withFiles(t);
    outbox.post(7, "", null, two);
    outbox.post(7, "And?");
    outbox.post(8, "elsewhere");
    await rest();
    assert.deepEqual([contents(sent), acts("upload").at(-1)[0].files.length], [["elsewhere"], 2]);
    outbox.uploaded(id(), 1, 51, "first");
    outbox.uploaded(id(), 0, 50, "first");
    assert.deepEqual([sent[1].content, sent[1].attachment_ids], ["", [50, 51]]);
    acknowledge(sent[1], 1);
    await rest();
    assert.deepEqual([contents(sent).at(-1), acts("forget").length, "attachment_ids" in sent[2]], ["And?", 1, false]);
  });

  it("is kept without what only this page knows, and goes on from there after a reload", async (t) => {
    const before = withFiles(t);
    before.outbox.post(7, "Look", null, two);
    await rest();
    before.outbox.uploaded(before.id(), 0, 50, "first");
    await rest();
    const [entry] = before.kept.values();
    assert.deepEqual(entry.files, [
      { key: 0, name: "a.webp", type: "image/webp", size: 5, alt: "a cat", id: 50, epoch: "first" },
      { key: 1, name: "b.pdf", type: "application/pdf", size: 5 },
    ]);
    const after = withFiles(t, before.kept);
    await after.outbox.takeUp();
    await rest();
    assert.deepEqual([after.acts("show")[0][0].files, after.acts("upload").at(-1)], [entry.files, [entry, "first"]]);
    after.outbox.uploaded(entry.clientId, 1, 51, "first");
    assert.deepEqual(after.sent[0].attachment_ids, [50, 51]);
  });

  it("has its files uploaded anew for another log, and once where the server has swept them away", async (t) => {
    const { outbox, logs, sent, acts, id, refuse, told } = withFiles(t);
    outbox.post(7, "Look", null, two.slice(0, 1));
    await rest();
    outbox.uploaded(id(), 0, 50, "of another log");
    assert.equal(sent.length, 0);
    for (const number of [51, 52]) {
      outbox.uploaded(id(), 0, number, "first");
      await refuse(sent.at(-1), { code: "invalid", detail: "There is no such file." });
      await rest();
    }
    assert.deepEqual([sent.map((frame) => frame.attachment_ids), acts("startAnew").length], [[[51], [52]], 1]);
    assert.deepEqual([told.failed, logs.get(7).outgoing[0].status], [["There is no such file."], "failed"]);
  });

  it("loses single files again once its server is one that was not told of it", async (t) => {
    let epoch = "first";
    const { outbox, sent, id, kept, drop, connect } = withFiles(t, new Map(), { epoch: () => epoch });
    outbox.post(7, "Look", null, two);
    await rest();
    outbox.uploaded(id(), 0, 50, "first");
    outbox.uploaded(id(), 1, 51, "first");
    await rest();
    outbox.cancelFile(id(), 0);
    assert.deepEqual([sent.length, [...kept.values()][0].files.length], [1, 2], "the server may have it");
    drop();
    epoch = "second";
    connect();
    await rest();
    outbox.cancelFile(id(), 0);
    await rest();
    assert.deepEqual([...kept.values()][0].files.map(({ name }) => name), ["b.pdf"]);
  });

  it("is one that its writer is asked about where a file cannot be uploaded", async (t) => {
    const { outbox, logs, sent, id, told, acts, acknowledge } = withFiles(t);
    outbox.post(7, "Look", null, two);
    outbox.post(7, "And?");
    await rest();
    outbox.notUploaded(id(), "b.pdf: too large");
    assert.deepEqual([told.failed, contents(sent), logs.get(7).outgoing[0].detail], [["b.pdf: too large"], ["And?"], "b.pdf: too large"]);
    acknowledge(sent[0], 1);
    const uploads = acts("upload").length;
    outbox.retry(7, id());
    await rest();
    assert.equal(acts("upload").length > uploads, true);
  });

  it("loses the file that its writer takes out, and goes with the last one if it says nothing", async (t) => {
    const { outbox, logs, kept, sent, acts, id, told } = withFiles(t);
    outbox.post(7, "", null, two);
    await rest();
    const clientId = id();
    outbox.cancelFile(clientId, 0);
    await rest();
    assert.deepEqual([[...kept.values()][0].files.map(({ key }) => key), acts("remove")], [[1], [[clientId, 0]]]);
    outbox.cancelFile(clientId, 1);
    await rest();
    assert.deepEqual([kept.size, logs.get(7).outgoing, told.discarded, acts("remove").at(-1)], [0, [], [clientId], [clientId]]);
    outbox.post(7, "Still said", null, two.slice(0, 1));
    await rest();
    outbox.cancelFile(id(), 0);
    assert.deepEqual(contents(sent), ["Still said"]);
    // The server has it, or knows it: too late.
    outbox.cancelFile(id(), 0);
    assert.equal(logs.get(7).outgoing.length, 1);
  });

  it("loses both of two that are taken out before anything is drawn again, and one that is taken out in another tab", async (t) => {
    const three = [0, 1, 2].map((each) => ({ ...two[0], name: `${each}.txt` }));
    const cancelled = [];
    const { outbox, kept, sent, acts, id } = withFiles(t, new Map(), { onFileCancelled: (...which) => cancelled.push(which) });
    outbox.post(7, "Look", null, three);
    await rest();
    outbox.cancelFile(id(), 0);
    outbox.cancelFile(id(), 1);
    await rest();
    assert.deepEqual([[...kept.values()][0].files.map(({ name }) => name), cancelled], [["2.txt"], [[id(), 0], [id(), 1]]]);
    const clientId = id();
    outbox.fileCancelledElsewhere(clientId, 2);
    await rest();
    assert.deepEqual([sent.at(-1).attachment_ids, acts("remove").at(-1), cancelled.length], [[], [clientId, 2], 2]);
  });

  it("says so where it is more than the browser keeps, and lives as long as the page", async (t) => {
    const { outbox, sent, acts, id } = withFiles(t, new Map(), { store: { all: async () => [], put: async (entry) => !entry.files, delete() {} } });
    outbox.post(7, "Look", null, two);
    await rest();
    outbox.uploaded(id(), 0, 50, "first");
    await rest();
    assert.deepEqual([acts("notKept").length, outbox.isAtRisk], [1, true]);
    outbox.uploaded(id(), 1, 51, "first");
    assert.deepEqual(sent[0].attachment_ids, [50, 51]);
  });

  it("is uploaded by the tab that sends it alone", async (t) => {
    const claim = claimsOf();
    const first = withFiles(t, new Map(), { claim });
    const second = withFiles(t, first.kept, { claim });
    for (const { drop } of [first, second]) drop();
    first.outbox.post(7, "Look", null, two.slice(0, 1));
    await rest();
    await second.outbox.takeUp();
    for (const { connect } of [first, second]) connect();
    await rest();
    assert.deepEqual([first.acts("upload").length > 0, second.acts("upload")], [true, []]);
    first.drop();
    await rest();
    assert.equal(second.acts("upload").length > 0, true);
    // It arrives late, where another tab has the message by now.
    first.outbox.uploaded(first.id(), 0, 50, "first");
    await rest();
    assert.equal("id" in [...first.kept.values()][0].files[0], false);
  });
});

it("what the server has no more goes again in its order, and is kept, also where that connection is lost as well", async (t) => {
  const { outbox, logs, sent, kept, acknowledge, drop, connect } = page(t);
  logs.apply(7, { type: "opened" });
  logs.apply(7, { type: "restored", run: { messages: [message(1)], hasOlder: false, rev: 0 } });
  let now = 1_764_000_000_000;
  t.mock.method(Date, "now", () => now);
  for (const [index, text] of ["first", "second"].entries()) {
    outbox.post(7, text);
    acknowledge(sent.at(-1), index + 3);
    now -= 3_600_000;
  }
  drop();
  logs.apply(7, { type: "another-log" });
  connect();
  await rest();
  const after = page(t, new Map(kept));
  await after.outbox.takeUp();
  assert.deepEqual(contents(after.logs.get(7).outgoing), ["first", "second"]);
  drop();
  connect();
  await rest();
  acknowledge(sent.at(-1), 1);
  assert.deepEqual(contents(sent.slice(2)), ["first", "first", "second"]);
});
