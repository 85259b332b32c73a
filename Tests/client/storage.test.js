import assert from "node:assert/strict";
import { it } from "node:test";
import { SafeStorage } from "../../Sources/SnugWeb/client/text/storage.js";

const refuse = () => { throw new DOMException("Refused", "SecurityError"); };

for (const [name, find] of [
  ["that may not be looked at", refuse],
  ["that is not there", () => undefined],
  ["that refuses everything", () => ({ getItem: refuse, setItem: refuse, removeItem: refuse, key: refuse, get length() { return refuse(); } })],
])
  it(`a storage ${name} keeps nothing, and breaks nothing`, (t) => {
    t.mock.method(console, "warn", () => {});
    const storage = new SafeStorage(find);
    assert.equal(storage.setItem("theme", "dark"), false);
    storage.removeItem("theme");
    assert.deepEqual([storage.getItem("theme"), storage.keys(), storage.isEmpty], [null, [], false]);
  });

it("a storage tells that something is kept, and the names of all", () => {
  const kept = new Map();
  const storage = new SafeStorage(() => ({
    get length() { return kept.size; },
    key: (index) => [...kept.keys()][index],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  }));
  assert.equal(storage.isEmpty, true);
  assert.equal(storage.setItem("theme", "dark"), true);
  assert.deepEqual([storage.getItem("theme"), storage.keys(), storage.isEmpty], ["dark", ["theme"], false]);
  storage.removeItem("theme");
  assert.deepEqual(storage.keys(), []);
});
