import assert from "node:assert/strict";
import { it } from "node:test";
import { Drafts } from "../../Sources/SnugWeb/client/models/drafts.js";
import { ada, ben } from "./world.js";

function storage({ most = Infinity } = {}) {
  const items = new Map();
  return {
    get length() { return items.size; },
    key: (index) => [...items.keys()][index],
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (value.length > most) throw new DOMException("Too much", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => items.delete(key),
  };
}

it("a draft belongs to its room and its writer, and survives a reload", () => {
  const device = storage();
  new Drafts(device, ada).change(7, { text: "half a thou", replyTo: 3 });
  assert.deepEqual(new Drafts(device, ada).get(7), { text: "half a thou", replyTo: 3, edit: null });
  assert.equal(new Drafts(device, ada).get(8).text, "");
  assert.equal(new Drafts(device, ben).get(7).text, "");
});

it("nothing is left of a draft once it is sent, or its writer signs out", () => {
  const device = storage();
  const drafts = new Drafts(device, ada);
  drafts.change(7, { text: "hi" });
  drafts.change(7, { text: "" });
  assert.equal(device.getItem(`drafts-${ada}`), "[]");
  device.setItem("theme", "dark");
  Drafts.forgetAll(device);
  assert.equal(device.getItem(`drafts-${ada}`), null);
  assert.equal(device.getItem("theme"), "dark");
});

it("whoever comes next finds their own drafts alone", () => {
  const device = storage();
  new Drafts(device, ada).change(7, { text: "mine" });
  new Drafts(device, ben).change(7, { text: "his" });
  Drafts.forgetAll(device, { but: ben });
  assert.equal(new Drafts(device, ada).get(7).text, "");
  assert.equal(new Drafts(device, ben).get(7).text, "his");
});

it("two tabs keep what each writes in a room of its own", () => {
  const device = storage();
  const [one, other] = [new Drafts(device, ada), new Drafts(device, ada)];
  one.change(7, { text: "here" });
  other.change(8, { text: "there" });
  const both = new Drafts(device, ada);
  assert.deepEqual([both.get(7).text, both.get(8).text], ["here", "there"]);
});

it("a draft too large to be kept lives as long as the page, and breaks nothing", (t) => {
  t.mock.method(console, "warn", () => {});
  const drafts = new Drafts(storage({ most: 100 }), ada);
  drafts.change(7, { text: "x".repeat(200) });
  assert.equal(drafts.get(7).text.length, 200);
});
