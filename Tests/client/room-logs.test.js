import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { backgroundWork, Problem } from "../../Sources/SnugWeb/client/models/api.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { days } from "../../Sources/SnugWeb/client/logs/timeline-rows.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import { ada, message, messages } from "./world.js";

Object.assign(words, english);

const apart = 250;

/// The calls for answered messages by a page that opens at 50 answers to messages so far apart, the first without a row.
async function callsFor(distance) {
  const newest = 100_000;
  const answers = messages(newest - 49, newest).map((each, index) => ({ ...each, reply_to: newest - 100 - index * distance }));
  let calls = 0;
  const api = {
    async messages(_, { before }) {
      if (before === undefined) return { messages: answers, has_more: true };
      calls++;
      return { messages: messages(before - 200, before - 1), has_more: true };
    },
  };
  const logs = new RoomLogs({ me: ada, api, background: backgroundWork(), onChange() {} });
  logs.listed({ id: 7, last_seq: newest, last_rev: 0, read_seq: newest, last_message: message(newest) });
  await logs.open(7);
  for (let time = 0; time < 100; time++) await turn();
  const quotes = days(logs.get(7), () => "today")[0].rows.map(({ quote }) => quote);
  return { calls, awaited: quotes.filter(({ isAwaited }) => isAwaited).length, known: quotes.filter((quote) => quote.message).length };
}

it("answers to messages far apart are ten calls, and the rest are said to be earlier ones", async () => {
  assert.deepEqual(await callsFor(apart), { calls: 10, awaited: 0, known: 9 });
});

it("answers to messages near each other are one call", async () => {
  assert.deepEqual(await callsFor(2), { calls: 1, awaited: 0, known: 49 });
});

it("a page asked for before the server told what it has is asked for again where it has more", async () => {
  for (const [name, early] of [["messages", messages(1, 3)], ["changes", [message(1), message(2, { rev: 1 })]]]) {
    let arrive;
    const answers = [new Promise((resolve) => { arrive = () => resolve({ messages: early, has_more: false }); })];
    const api = { messages: () => answers.shift() ?? { messages: messages(1, 2), has_more: false } };
    const logs = new RoomLogs({ me: ada, api, background: backgroundWork(), onChange() {} });
    const opening = logs.open(7);
    logs.connected({ 7: { last_seq: 2, last_rev: 0, read_seq: 2 } });
    arrive();
    await opening;
    assert.deepEqual(logs.get(7).messages, messages(1, 2), name);
  }
});

it("a room that was refused while one was out of it is shown by a connection that has it, whichever comes first", async () => {
  const refusal = new Problem({ status: 404, code: "not_found" });
  const known = { 7: { last_seq: 2, last_rev: 0, read_seq: 2 } };
  for (const isRefusedFirst of [true, false]) {
    let refuse;
    const answers = [new Promise((_, reject) => { refuse = () => reject(refusal); })];
    const api = { messages: async () => answers.shift() ?? { messages: messages(1, 2), has_more: false } };
    const logs = new RoomLogs({ me: ada, api, background: backgroundWork(), onChange() {} });
    logs.listed({ id: 7, last_seq: 2, last_rev: 0, read_seq: 2, last_message: message(2) });
    const opening = logs.open(7).catch((problem) => assert.equal(problem, refusal));
    const acts = [refuse, () => logs.connected(known)];
    for (const act of isRefusedFirst ? acts : acts.reverse()) {
      act();
      await turn();
    }
    await opening;
    await turn();
    assert.deepEqual(logs.get(7).messages, messages(1, 2), isRefusedFirst ? "the refusal" : "the connection");
  }
});

it("an answer that comes after one has left the room changes nothing, and makes no room", () => {
  const logs = new RoomLogs({ me: ada, api: {}, background: backgroundWork(), onChange() {} });
  logs.listed({ id: 7, kind: "group", name: "Attic", last_seq: 0, last_rev: 0, read_seq: 0, last_message: null });
  logs.change(7, { pinned: true });
  assert.equal(logs.room(7).pinned, true);
  logs.forget(7);
  logs.change(7, { pinned: false });
  assert.deepEqual(logs.rooms, []);
});

it("the connection's word on how far one has read stays while its room is not in the list yet, open or not", () => {
  const logs = new RoomLogs({ me: ada, api: { messages: () => new Promise(() => {}) }, background: backgroundWork(), onChange() {} });
  logs.connected({ 7: { last_seq: 9, last_rev: 0, read_seq: 9 } });
  logs.open(7);
  logs.close(7);
  // One's own, from before: sent again, as by a server that catches up.
  logs.apply(7, { type: "message", message: message(5, { user_id: ada }) });
  logs.listed({ id: 7, kind: "group", name: "Attic", last_seq: 9, last_rev: 0, read_seq: 9, last_message: message(9) });
  assert.equal(logs.room(7).read_seq, 9);
});
