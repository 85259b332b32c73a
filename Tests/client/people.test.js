import assert from "node:assert/strict";
import { it } from "node:test";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { ada, ben } from "./world.js";

it("people are learned bit by bit, and nothing known is forgotten for not being said", () => {
  const people = new People();
  people.connected();
  assert.equal(people.learn([{ id: ben, online: true }]), true);
  assert.equal(people.knows(ben), false);
  assert.equal(people.learn([{ id: ben, name: "Ben" }]), true);
  assert.equal(people.learn([{ id: ben, name: "Ben" }]), false);
  assert.deepEqual([people.name(ben), people.isOnline(ben)], ["Ben", true]);
  assert.deepEqual(people.named(), [{ id: ben, name: "Ben" }]);
});

it("without a connection nobody is known to be here, nor when they were here last", () => {
  const people = new People();
  const known = [{ id: ben, name: "Ben", online: true, last_seen: "2026-11-22T12:00:00.000Z" }];
  const seen = () => [people.isOnline(ben), people.lastSeen(ben), people.name(ben)];
  people.learn(known);
  assert.deepEqual(seen(), [false, null, "Ben"]);
  people.connected();
  assert.deepEqual(seen(), [true, "2026-11-22T12:00:00.000Z", "Ben"]);
  people.disconnected();
  assert.deepEqual(seen(), [false, null, "Ben"]);
  // An answer of HTTP that comes though the socket is gone.
  people.learn(known);
  assert.deepEqual(seen(), [false, null, "Ben"]);
  assert.deepEqual([people.name(ada), people.isOnline(null)], [null, false]);
});

it("a picture is known by every answer that has the name, and gone with the next that has none", () => {
  const people = new People();
  const address = "/api/v1/users/2/picture/0123456789abcdef";
  people.learn([{ id: ben, name: "Ben", picture_url: address }]);
  assert.equal(people.picture(ben), address);
  assert.deepEqual(people.named(), [{ id: ben, name: "Ben", picture_url: address }]);
  people.learn([{ id: ben, online: true }]);
  assert.equal(people.picture(ben), address);
  assert.equal(people.learn([{ id: ben, name: "Ben" }]), true);
  assert.equal(people.picture(ben), null);
  assert.equal(people.picture(ada), null);
});
