import assert from "node:assert/strict";
import { it } from "node:test";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { ben } from "./world.js";

const cleo = 3;

it("someone types for six seconds after they were last heard", () => {
  const typists = new Typists();
  typists.heard(7, ben, 0);
  typists.heard(7, cleo, 3_000);
  assert.deepEqual(typists.in(7, 5_999), [ben, cleo]);
  assert.deepEqual(typists.in(7, 6_000), [cleo]);
  assert.deepEqual(typists.in(8, 1_000), []);
});

it("a message ends the typing", () => {
  const typists = new Typists();
  typists.heard(7, ben, 0);
  assert.equal(typists.finished(7, ben), true);
  assert.equal(typists.finished(7, ben), false);
  assert.deepEqual(typists.in(7, 1), []);
});

it("the room is told at most once in three seconds, and anew for the next message", () => {
  const typists = new Typists();
  assert.deepEqual([0, 100, 2_999, 3_000].map((now) => typists.isDue(7, now)), [true, false, false, true]);
  assert.equal(typists.isDue(8, 3_001), true);
  typists.sent(7);
  assert.equal(typists.isDue(7, 3_100), true);
});
