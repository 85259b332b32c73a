import assert from "node:assert/strict";
import { it } from "node:test";
import { stepBetween } from "../../Sources/SnugWeb/client/conversation/day-steps.js";

const day = (key, ...rows) => ({ key, rows: rows.map((row) => ({ key: row })) });
const keys = (days) => days?.map(({ key, rows }) => [key, ...rows.map((row) => row.key)]) ?? null;

it("history of the same day, or of earlier days alone, comes in one step", () => {
  const shown = [day("tue", 5, 6)];
  assert.equal(stepBetween(shown, [day("tue", 3, 4, 5, 6)]), null);
  assert.equal(stepBetween(shown, [day("mon", 3, 4), day("tue", 5, 6)]), null);
  assert.equal(stepBetween([], shown), null);
  assert.equal(stepBetween(shown, []), null);
});

it("a day is complete before the day before it comes", () => {
  const wanted = [day("mon", 3), day("tue", 4, 5, 6)];
  const step = stepBetween([day("tue", 5, 6)], wanted);
  assert.deepEqual(keys(step), [["tue", 4, 5, 6]]);
  assert.equal(stepBetween(step, wanted), null);
});

it("a day goes before the day after it is cut short", () => {
  const wanted = [day("tue", 5, 6), day("wed", 7)];
  const step = stepBetween([day("mon", 3), day("tue", 4, 5)], wanted);
  assert.deepEqual(keys(step), [["tue", 4, 5, 6], ["wed", 7]]);
  assert.equal(stepBetween(step, wanted), null);
});

it("a jump to another part of the log takes one step", () => {
  assert.equal(stepBetween([day("mon", 3), day("tue", 4, 5)], [day("tue", 90), day("wed", 91)]), null);
});
