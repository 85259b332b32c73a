import assert from "node:assert/strict";
import { it } from "node:test";
import { Drafts, forgetDrafts, textsOf } from "../../Sources/SnugWeb/client/models/drafts.js";
import { SafeStorage } from "../../Sources/SnugWeb/client/text/storage.js";
import { ada, ben } from "./world.js";

function storage({ most = Infinity } = {}) {
  const items = new Map();
  const browsers = {
    get length() { return items.size; },
    key: (index) => [...items.keys()][index],
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (value.length > most) throw new DOMException("Too much", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => items.delete(key),
  };
  return Object.assign(new SafeStorage(() => browsers), { items });
}

it("a draft belongs to its room and its writer, and survives a reload", () => {
  const device = storage();
  new Drafts(ada, undefined, device).change(7, { text: "half a thou", replyTo: 3 });
  assert.deepEqual(new Drafts(ada, undefined, device).get(7), { text: "half a thou", replyTo: 3, edit: null, files: [], epoch: null });
  assert.equal(new Drafts(ada, undefined, device).get(8).text, "");
  assert.equal(new Drafts(ben, undefined, device).get(7).text, "");
});

it("nothing is left of a draft once it is sent, or its writer signs out", () => {
  const device = storage();
  const drafts = new Drafts(ada, undefined, device);
  drafts.change(7, { text: "hi" });
  drafts.change(7, { text: "" });
  assert.equal(device.items.size, 0);
  drafts.change(8, { text: "later" });
  device.setItem("theme", "dark");
  forgetDrafts({}, device);
  assert.equal(device.items.size, 1);
  assert.equal(device.getItem("theme"), "dark");
});

it("whoever comes next finds their own drafts alone", () => {
  const device = storage();
  new Drafts(ada, undefined, device).change(7, { text: "mine" });
  new Drafts(ben, undefined, device).change(7, { text: "his" });
  forgetDrafts({ but: ben }, device);
  assert.equal(new Drafts(ada, undefined, device).get(7).text, "");
  assert.equal(new Drafts(ben, undefined, device).get(7).text, "his");
});

it("of one who signs out, nothing is left, and of others what they wrote", () => {
  const device = storage();
  new Drafts(ada, undefined, device).change(7, { text: "mine" });
  new Drafts(ben, undefined, device).change(7, { text: "his" });
  forgetDrafts({ of: ada }, device);
  assert.deepEqual([...device.items.keys()], [`drafts-${ben}-7`]);
});

it("two tabs keep what each writes in a room of its own", () => {
  const device = storage();
  const [one, other] = [new Drafts(ada, undefined, device), new Drafts(ada, undefined, device)];
  one.change(7, { text: "here" });
  other.change(8, { text: "there" });
  const both = new Drafts(ada, undefined, device);
  assert.deepEqual([both.get(7).text, both.get(8).text], ["here", "there"]);
});

/// Two tabs of one browser; `tell` brings to the other what one has written, as `storage` events do.
function tabs() {
  const device = storage();
  const [one, other] = [new Drafts(ada, undefined, device), new Drafts(ada, undefined, device)];
  const tell = (tab) => tab.heard({ key: `drafts-${ada}-7` });
  const seen = [];
  other.addEventListener("changed", ({ detail }) => seen.push(detail.roomId));
  return { device, one, other, tell, seen };
}

it("a draft sent in one tab does not stand in the other", () => {
  const { one, other, tell, seen } = tabs();
  one.change(7, { text: "Meet at eight?" });
  tell(other);
  assert.equal(other.get(7).text, "Meet at eight?");
  one.change(7, { text: "" });
  tell(other);
  assert.equal(other.get(7).text, "");
  assert.deepEqual(seen, [7, 7]);
});

it("a tab that was asleep looks at what was written meanwhile", () => {
  const { one, other } = tabs();
  one.change(7, { text: "here" });
  one.change(8, { text: "there" });
  other.look();
  assert.deepEqual([other.get(7).text, other.get(8).text], ["here", "there"]);
});

it("a letter typed and removed in one tab leaves what another has written", () => {
  const { device, one, other } = tabs();
  one.change(7, { text: "A long text in tab one" });
  other.change(7, { text: "x" });
  assert.equal(new Drafts(ada, undefined, device).get(7).text, "A long text in tab one");
  other.change(7, { text: "" });
  assert.equal(other.get(7).text, "A long text in tab one");
  assert.equal(new Drafts(ada, undefined, device).get(7).text, "A long text in tab one");
});

it("what is written here and cannot be kept is not taken away by another tab", () => {
  const { one, other, tell } = tabs();
  one.change(7, { text: "theirs" });
  other.change(7, { text: "mine" });
  tell(other);
  assert.equal(other.get(7).text, "mine");
  one.change(7, { text: "" });
  tell(other);
  assert.equal(other.get(7).text, "mine");
  other.change(7, { text: "mine." });
  tell(one);
  assert.equal(one.get(7).text, "mine.");
});

it("a draft is written alone, however many there are", () => {
  const device = storage();
  const drafts = new Drafts(ada, undefined, device);
  for (let room = 1; room <= 60; room++) drafts.change(room, { text: "x".repeat(16_000) });
  const keys = [];
  const { setItem } = device;
  device.setItem = (key, value) => { keys.push([key, value.length < 100]); return setItem.call(device, key, value); };
  drafts.change(61, { text: "y" });
  assert.deepEqual(keys, [[`drafts-${ada}-61`, true]]);
});

it("a draft too large to be kept lives as long as the page, and breaks nothing", (t) => {
  t.mock.method(console, "warn", () => {});
  const drafts = new Drafts(ada, undefined, storage({ most: 100 }));
  drafts.change(7, { text: "x".repeat(200) });
  assert.equal(drafts.get(7).text.length, 200);
});

it("a draft that is sent stays kept until the message is, or there is another", async () => {
  const device = storage();
  const drafts = new Drafts(ada, undefined, device);
  const textAfterReload = (room) => new Drafts(ada, undefined, device).get(room).text;
  let keep;
  for (const room of [7, 8]) {
    drafts.change(room, { text: "first" });
    drafts.change(room, { text: "" }, new Promise((resolve) => { keep = resolve; }));
    assert.deepEqual([drafts.get(room).text, textAfterReload(room)], ["", "first"]);
    if (room === 8) drafts.change(8, { text: "second" });
    keep();
    await null;
    assert.equal(textAfterReload(room), room === 7 ? "" : "second");
  }
});

it("a draft that nobody comes back to gives what was written, and is kept no longer, unless it is another by now", () => {
  const device = storage();
  const drafts = new Drafts(ada, undefined, device);
  drafts.change(7, { text: "Soup at seven", edit: { seq: 2, before: "Half a sentence" } });
  drafts.change(8, { text: "", replyTo: 3 });
  assert.deepEqual(drafts.rooms, [7, 8]);
  const offered = [7, 8, 9].map((room) => [room, drafts.get(room)]);
  assert.deepEqual(offered.map(([, draft]) => textsOf(draft)), [["Half a sentence", "Soup at seven"], [], []]);
  drafts.change(8, { text: "On we go" });
  for (const [room, draft] of offered) drafts.letGo(room, draft);
  assert.deepEqual([drafts.rooms, device.items.size], [[8], 1]);
});

it("a draft that names a message of another log is a plain one, with all of its text", () => {
  const device = storage();
  let epoch = "first";
  const drafts = new Drafts(ada, () => epoch, device);
  drafts.change(7, { text: "Yes, I agree", replyTo: 3 });
  drafts.change(8, { text: "Soup at seven", edit: { seq: 3, before: "Half a sentence" } });
  drafts.change(9, { text: "plain" });
  assert.equal(drafts.leaveOtherLogs(), false);
  assert.equal(drafts.get(7).replyTo, 3);
  epoch = "second";
  const changed = [];
  const after = new Drafts(ada, () => epoch, device);
  after.addEventListener("changed", ({ detail }) => changed.push(detail.roomId));
  assert.equal(after.leaveOtherLogs(), true);
  assert.deepEqual(changed, [7, 8]);
  assert.deepEqual([after.get(7).text, after.get(7).replyTo], ["Yes, I agree", null]);
  assert.deepEqual([after.get(8).text, after.get(8).edit], ["Half a sentence\n\nSoup at seven", null]);
  after.change(7, { replyTo: 2 });
  assert.equal(after.leaveOtherLogs(), false);
  assert.equal(new Drafts(ada, () => epoch, device).get(7).replyTo, 2);
});

const photo = { key: "k-1", name: "sea.png", type: "image/png" };

it("a draft of files alone is one, and goes with a log of another epoch no more than its text", () => {
  const device = storage();
  let epoch = "one";
  const drafts = new Drafts(ada, () => epoch, device);
  drafts.change(7, { files: [photo] });
  assert.deepEqual(new Drafts(ada, undefined, device).rooms, [7]);
  assert.equal(drafts.isKept(7), true);
  drafts.change(7, { replyTo: 3 });
  epoch = "two";
  drafts.leaveOtherLogs();
  assert.deepEqual([drafts.get(7).replyTo, drafts.get(7).files], [null, [photo]]);
  drafts.change(7, { files: [] });
  assert.equal(device.items.size, 0);
});

it("a draft that the storage does not take is told from one that is kept", () => {
  const drafts = new Drafts(ada, undefined, storage({ most: 100 }));
  drafts.change(7, { text: "short" });
  assert.equal(drafts.isKept(7), true);
  drafts.change(7, { files: [{ ...photo, alt: "x".repeat(100) }] });
  assert.equal(drafts.isKept(7), false);
});

it("a draft of an earlier version of the page has no files", () => {
  const device = storage();
  device.setItem(`drafts-${ada}-7`, JSON.stringify({ text: "hi", replyTo: null, edit: null }));
  assert.deepEqual(new Drafts(ada, undefined, device).get(7).files, []);
});
