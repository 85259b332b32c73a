import assert from "node:assert/strict";
import { it } from "node:test";
import { Preferences } from "../../Sources/SnugWeb/client/text/preferences.js";
import { SafeStorage } from "../../Sources/SnugWeb/client/text/storage.js";

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    kept,
  };
}

it("a preference is what was chosen, and until then the first of what it can be", () => {
  const preferences = new Preferences(storage());
  assert.equal(preferences.get("theme"), "system");
  preferences.set("theme", "dark");
  assert.equal(preferences.get("theme"), "dark");
});

it("choosing the first again leaves nothing behind", () => {
  const shelf = storage();
  const preferences = new Preferences(shelf);
  preferences.set("language", "de");
  preferences.set("language", "browser");
  assert.equal(shelf.kept.size, 0);
});

it("what another version left there and this one does not know counts as not chosen", () => {
  const shelf = storage();
  shelf.setItem("theme", "sepia");
  assert.equal(new Preferences(shelf).get("theme"), "system");
});

it("a browser that keeps nothing has everything as it is at first", (t) => {
  t.mock.method(console, "warn", () => {});
  const preferences = new Preferences(new SafeStorage(() => { throw new DOMException("Refused", "SecurityError"); }));
  preferences.set("theme", "dark");
  assert.equal(preferences.get("theme"), "system");
});

it("a question is asked now and then, however the clock is set", () => {
  const preferences = new Preferences(storage());
  const asked = (now) => preferences.isDue("password", 1_000, now);
  assert.deepEqual([5_000, 5_999, 6_000, 6_500, 7_000].map(asked), [true, false, true, false, true]);
  assert.equal(asked(2_000), true);
  assert.equal(asked(2_500), false);
});

it("a question is asked for the first time once", () => {
  const preferences = new Preferences(storage());
  assert.equal(preferences.isFirst("passkey"), true);
  assert.equal(preferences.isFirst("passkey"), false);
});
