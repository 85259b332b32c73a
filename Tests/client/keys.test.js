import assert from "node:assert/strict";
import { it } from "node:test";
import { neighbour } from "../../Sources/SnugWeb/client/rooms/key-acts.js";
import { shortcut } from "../../Sources/SnugWeb/client/keys.js";

const key = (name, ...held) => shortcut({
  key: name, altKey: held.includes("alt"), shiftKey: held.includes("shift"),
  ctrlKey: held.includes("ctrl"), metaKey: held.includes("meta"),
});

it("keys mean something only together", () => {
  assert.equal(key("ArrowDown", "alt"), "next-room");
  assert.equal(key("ArrowUp", "alt", "shift"), "previous-unread");
  assert.equal(key("k", "meta"), "switch");
  assert.equal(key("K", "ctrl"), "switch");
  assert.equal(key("Escape"), "read");
  assert.equal(key("Escape", "shift"), "read-all");
  assert.equal(key("Escape", "ctrl"), null);
  for (const plain of ["ArrowDown", "k", "End", "PageUp", "/"]) assert.equal(key(plain), null, plain);
});

it("keys that move a caret are left to whoever writes", () => {
  const writing = (event) => shortcut({ altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...event }, true);
  assert.equal(writing({ key: "End", ctrlKey: true }), null);
  assert.equal(writing({ key: "PageUp", shiftKey: true }), null);
  assert.equal(writing({ key: "ArrowUp", altKey: true }), null);
  assert.equal(writing({ key: "k", ctrlKey: true }), "switch");
});

it("the next room is the one beside, around the end, and past those that are not wanted", () => {
  const rooms = [1, 2, 3].map((id) => ({ id }));
  assert.equal(neighbour(rooms, 1, 1).id, 2);
  assert.equal(neighbour(rooms, 3, 1).id, 1);
  assert.equal(neighbour(rooms, 1, -1).id, 3);
  assert.equal(neighbour(rooms, null, 1).id, 1);
  assert.equal(neighbour(rooms, null, -1).id, 3);
  assert.equal(neighbour(rooms, 1, 1, ({ id }) => id === 3).id, 3);
  assert.equal(neighbour(rooms, 1, 1, () => false), null);
  assert.equal(neighbour([{ id: 1 }], 1, 1), null);
  assert.equal(neighbour([], null, 1), null);
});
