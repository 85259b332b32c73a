import assert from "node:assert/strict";
import { it } from "node:test";
import { Tabs, tellTabs } from "../../Sources/SnugWeb/client/models/tabs.js";

/// A tab of that user's, and what it hears; `heard` is fulfilled by the first that it hears.
function tab(t, userId) {
  let tell;
  const heard = new Promise((resolve) => { tell = resolve; });
  const tabs = new Tabs({ userId, onOther: () => tell("other"), onDiscarded: (clientId) => tell(clientId), onWaiting: () => tell("waiting"), onLookedAt: tell });
  t.after(() => tabs.close());
  return { tabs, heard };
}

it("a tab hears who signs in in another", async (t) => {
  const { heard } = tab(t, 1);
  tellTabs(2);
  assert.equal(await heard, "other");
});

it("a tab hears that one has signed out in another", async (t) => {
  const [first, second] = [tab(t, 1), tab(t, 1)];
  first.tabs.signedOut();
  assert.equal(await second.heard, "other");
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
  first.tabs.lookedAt(1_005);
  assert.equal(await second.heard, 1_005);
});
