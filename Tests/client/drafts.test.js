import assert from "node:assert/strict";
import { it } from "node:test";
import { Drafts } from "../../Sources/SnugWeb/client/models/drafts.js";
import { ada, ben } from "./world.js";

function storage() {
  const items = new Map();
  return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value), removeItem: (key) => items.delete(key) };
}

it("a draft belongs to its room and its writer, and survives a reload", () => {
  const tab = storage();
  new Drafts(tab, ada).change(7, { text: "half a thou", replyTo: 3 });
  assert.deepEqual(new Drafts(tab, ada).get(7), { text: "half a thou", replyTo: 3, edit: null });
  assert.equal(new Drafts(tab, ada).get(8).text, "");
  assert.equal(new Drafts(tab, ben).get(7).text, "");
});

it("nothing is left of a draft once it is sent, or its writer signs out", () => {
  const tab = storage();
  const drafts = new Drafts(tab, ada);
  drafts.change(7, { text: "hi" });
  drafts.change(7, { text: "" });
  assert.equal(tab.getItem(`drafts-${ada}`), "[]");
  drafts.clear();
  assert.equal(tab.getItem(`drafts-${ada}`), null);
});
