import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { lastProven } from "../../Sources/SnugWeb/client/admin/backups.js";

const kept = (at, proven) => ({ taken_at: at, proven });

it("the last verified backup is the newest that is known, by its note or in the folder", () => {
  const [first, second, third] = ["2026-11-25T02:30:00.000Z", "2026-11-26T02:30:00.000Z", "2026-11-27T02:30:00.000Z"];
  assert.equal(lastProven(null, []), null);
  assert.equal(lastProven(null, [kept(first, false)]), null);
  // A restore takes the note back to before the copy that was restored.
  assert.equal(lastProven(null, [kept(second, true), kept(first, true)]), Date.parse(second));
  assert.equal(lastProven(first, [kept(third, false), kept(second, true)]), Date.parse(second));
  assert.equal(lastProven(third, [kept(second, true)]), Date.parse(third), "its file is gone");
});
