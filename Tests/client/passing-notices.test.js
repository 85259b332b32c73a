import "./world.js";
import assert from "node:assert/strict";
import { beforeEach, it } from "node:test";
import { leftSentence, notePassing } from "../../Sources/SnugWeb/client/message/passing-notices.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { ada, ben } from "./world.js";

globalThis.document ??= { documentElement: { lang: "en" } };
document.documentElement.lang = "en";

const roomId = 7;
const cleo = 3;
let chat, told;

beforeEach(() => {
  const people = new People();
  people.learn([{ id: ada, name: "Ada" }, { id: ben, name: "Ben" }, { id: cleo, name: "Cleo" }, ...[4, 5, 6].map((id) => ({ id, name: `P${id}` }))]);
  told = [];
  const rooms = new Map([[roomId, { id: roomId, name: "Attic", kind: "group", last_seq: 12 }], [8, { id: 8, kind: "direct", last_seq: 1 }]]);
  chat = { me: { id: ada }, people, notices: new Map(), rooms, room: (id) => rooms.get(id), emit: (...said) => told.push(said) };
});

/// Without the marks that keep names from turning their sentence.
const plain = (text) => text.replace(/[\u2068\u2069]/g, "");
const said = () => (chat.notices.get(roomId) ?? []).map(({ text }) => plain(text));
const pass = (kind, userId, by) => notePassing(chat, { roomId, kind, userId, by, after: chat.room(roomId).last_seq });

it("someone who comes or goes is named, with whoever did it", async () => {
  await pass("joined", ben);
  await pass("added", cleo, ben);
  await pass("left", ben);
  await pass("removed", cleo, ada);
  await pass("added", cleo, ada);
  await notePassing(chat, { roomId, kind: "roomRenamed", name: "Cellar" });
  assert.deepEqual(said(), ["Ben joined", "Cleo was added by Ben", "Ben left", "You removed Cleo", "You added Cleo", "The room is now called “Cellar”"]);
  assert.deepEqual(told[0], ["log", { roomId }]);
});

it("each stands behind the message that was the last by then", async () => {
  await pass("joined", ben);
  chat.rooms.get(roomId).last_seq = 13;
  await pass("joined", cleo);
  assert.deepEqual(chat.notices.get(roomId).map(({ after }) => after), [12, 13]);
});

it("many who come one after the other are one notice", async () => {
  for (const id of [ben, cleo]) await pass("joined", id);
  assert.deepEqual(said(), ["Ben and Cleo joined"]);
  for (const id of [4, 5, 6]) await pass("joined", id);
  await pass("joined", 6);
  assert.deepEqual(said(), ["Ben, Cleo, P4, and 2 others joined"]);
  await pass("added", ben, cleo);
  assert.equal(said().length, 2);
});

it("a room of two has none, nor one that one is not in", async () => {
  await notePassing(chat, { roomId: 8, kind: "left", userId: ben });
  await notePassing(chat, { roomId: 9, kind: "left", userId: ben });
  assert.equal(chat.notices.size, 0);
});

it("no more are kept than anyone reads", async () => {
  for (let n = 0; n < 50; n++) await pass(n % 2 ? "left" : "joined", ben);
  assert.equal(said().length, 30);
});

it("a name that would turn its sentence around stays within its bounds", async () => {
  chat.people.learn([{ id: ben, name: "\u202Eneb" }]);
  await pass("joined", ben);
  assert.equal(chat.notices.get(roomId)[0].text, "\u2068\u202Eneb\u2069 joined");
});

it("one is told which room one is in no longer, and why", async () => {
  const room = chat.room(roomId);
  const sentence = async (how) => plain(await leftSentence(chat, room, how));
  assert.equal(await sentence({ reason: "removed", by: ben }), "You were removed from “Attic” by Ben.");
  assert.equal(await sentence({ reason: "deleted", by: ben, name: "Attic" }), "“Attic” was deleted by Ben.");
  assert.equal(await sentence({ reason: "deleted", by: ada }), "“Attic” was deleted.");
  assert.equal(await sentence({ reason: "left" }), "You left “Attic”.");
});

it("those of a log that is no more are dropped, and nothing joins them", async () => {
  chat.epoch = "a";
  await pass("joined", cleo);
  chat.epoch = "b";
  await pass("joined", ben);
  assert.deepEqual(said(), ["Ben joined"]);
  assert.equal(chat.notices.get(roomId)[0].epoch, "b");
});
