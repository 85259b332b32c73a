import assert from "node:assert/strict";
import { it } from "node:test";
import { forgetOthers } from "../../Sources/SnugWeb/client/models/device.js";
import { holding } from "./storage.js";

const theirs = { emoji: '{"recent":["🎉"]}', notices: "on", theme: "dark" };

/// What is left of one person's for the next one.
async function left(first, second) {
  const kept = holding(theirs);
  await forgetOthers(first, kept);
  await forgetOthers(second, kept);
  return Object.keys(theirs).filter((key) => kept.getItem(key) !== null);
}

it("emoji and notifications of one person are not those of the next in the same browser", async (t) => {
  t.mock.method(console, "warn", () => {});
  assert.deepEqual(await left(1, 2), ["theme"]);
});

it("someone who comes in again has what they had", async (t) => {
  t.mock.method(console, "warn", () => {});
  assert.deepEqual(await left(1, 1), ["emoji", "notices", "theme"]);
});
