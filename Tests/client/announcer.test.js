import assert from "node:assert/strict";
import { it } from "node:test";
import { Announcer } from "../../Sources/SnugWeb/client/ui/announcer.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

Object.assign(words, english);

it("speaks at most once in two seconds: of many messages their number, and beside it the last of what else there is", (t) => {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work) => due.push(work));
  const region = { textContent: "" };
  const announcer = new Announcer(region);
  const timeIsUp = () => due.shift()?.();
  announcer.announce("Ben: hi");
  assert.equal(region.textContent, "Ben: hi");
  announcer.announce("Ben: ho");
  announcer.say("2 suggestions");
  announcer.say("1 suggestion");
  announcer.announce("Cleo: hey");
  assert.equal(region.textContent, "Ben: hi");
  timeIsUp();
  assert.equal(region.textContent, "1 suggestion 2 new messages");
  timeIsUp();
  assert.equal(region.textContent, "", "nothing stays to be come upon later");
  assert.equal(due.length, 0);
  announcer.say("Not sent.");
  assert.equal(region.textContent, "Not sent.");
});
