import assert from "node:assert/strict";
import { it } from "node:test";
import { Tabs, tellTabs } from "../../Sources/SnugWeb/client/models/tabs.js";

/// A tab of that user's, and what it hears; `heard` is fulfilled by the first that it hears.
function tab(t, userId) {
  let tell;
  const heard = new Promise((resolve) => { tell = resolve; });
  const tabs = new Tabs({ userId, onOther: () => tell("other"), onDiscarded: (clientId) => tell(clientId), onWaiting: () => tell("waiting"), onMeChanged: () => tell("me") });
  t.after(() => tabs.close());
  return { tabs, heard };
}

it("a tab hears who signs in in another", async (t) => {
  const { heard } = tab(t, 1);
  tellTabs(2);
  assert.equal(await heard, "other");
});

it("a tab hears that one has signed out in another", async (t) => {
  const { heard } = tab(t, 1);
  tellTabs(null);
  assert.equal(await heard, "other");
});

it("a second tab of the same person is no other one's, and hears what was given up", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  tellTabs(1);
  first.tabs.discarded("c-1");
  assert.equal(await second.heard, "c-1");
});

it("a tab hears that a message waits in one that cannot send it", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  first.tabs.waiting();
  assert.equal(await second.heard, "waiting");
});

it("a tab hears which message came while one looked at another", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  first.tabs.lookedAt(1_005, "new");
  first.tabs.lookedAt(1_003, "new");
  first.tabs.waiting();
  await second.heard;
  assert.deepEqual([1_005, 1_006].map((id) => second.tabs.isLookedAtElsewhere(id, "new")), [true, false]);
});

it("a message of a restored server's log is not one that was looked at in the log before", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  first.tabs.lookedAt(900, "before");
  first.tabs.lookedAt(501, "restored");
  first.tabs.waiting();
  await second.heard;
  assert.deepEqual([501, 502].map((id) => second.tabs.isLookedAtElsewhere(id, "restored")), [true, false]);
});

it("a tab hears that one's own account was changed in another", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  first.tabs.meChanged();
  assert.equal(await second.heard, "me");
});

it("a word that is said for someone who was signed in before is passed over", async (t) => {
  const { heard } = tab(t, 1);
  const channel = new BroadcastChannel("session");
  t.after(() => channel.close());
  channel.postMessage({ userId: 2, discarded: "c-2" });
  // A page of an earlier version does not say for whom it speaks.
  channel.postMessage({ discarded: "c-1" });
  assert.equal(await heard, "c-1");
});

it("each word bears its user, by which pages that do not know it pass over it", async (t) => {
  const channel = new BroadcastChannel("session");
  t.after(() => channel.close());
  const heard = [];
  const all = new Promise((resolve) => {
    channel.onmessage = ({ data }) => { if (heard.push(data.userId) === 5) resolve(); };
  });
  const { tabs } = tab(t, 1);
  tabs.lookedAt(1_005, "epoch");
  tabs.waiting();
  tabs.discarded("c-1");
  tabs.meChanged();
  await all;
  assert.deepEqual(heard, [1, 1, 1, 1, 1]);
});

it("a tab that is closed says nothing, and breaks nothing", (t) => {
  const { tabs } = tab(t, 1);
  tabs.close();
  tabs.waiting();
});
