import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { nextMention } from "../../Sources/SnugWeb/client/calls/mentions.js";
import { message } from "./world.js";

const room = { id: 7, read_seq: 10, mentions: 3 };

/// A server where these messages mention the reader, two a page.
function mentioning(...messages) {
  const newestFirst = messages.toSorted((a, b) => b.id - a.id);
  const asked = [];
  const call = async ({ before = Infinity }) => {
    asked.push(before);
    const left = newestFirst.filter(({ id }) => id < before);
    return { results: left.slice(0, 2).map((each) => ({ message: each })), has_more: left.length > 2 };
  };
  return { call, asked };
}

it("one is led from one unread mention to the next, in the order in which they were said", async () => {
  const { call } = mentioning(message(3), message(12), message(20), message(35));
  const next = (after) => nextMention({ room, after }, call);
  assert.deepEqual([await next(0), await next(12), await next(20)], [12, 20, 35]);
  // After the last one comes the first again.
  assert.equal(await next(35), 12);
});

it("mentions of other rooms, and those that are read, are passed over", async () => {
  const { call } = mentioning(message(3), message(12), message(40, { room_id: 8 }));
  assert.equal(await nextMention({ room, after: 0 }, call), 12);
  assert.equal(await nextMention({ room: { ...room, read_seq: 12 }, after: 0 }, call), null);
});

it("no more is asked for than there are unread mentions", async () => {
  const { call, asked } = mentioning(message(3), message(4), message(12), message(20));
  assert.equal(await nextMention({ room: { ...room, mentions: 2 }, after: 0 }, call), 12);
  assert.equal(asked.length, 1);
});
