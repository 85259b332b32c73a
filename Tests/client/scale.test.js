import assert from "node:assert/strict";
import { it } from "node:test";
import { bar, curve, roundMax, shares, slots, span } from "../../Sources/SnugWeb/client/drawing/scale.js";

it("a scale ends at a round number that nothing is above, and its half is whole", () => {
  for (const [values, most] of [[[], 2], [[0, 0], 2], [[1], 2], [[3], 4], [[13, 2], 16], [[101], 120], [[287], 300], [[9_001], 10_000]])
    assert.equal(roundMax(values), most, String(values));
  for (let value = 1; value < 5_000; value += 7) assert.ok(roundMax([value]) >= value && roundMax([value]) % 2 === 0, String(value));
});

it("bars stand side by side, with air between them, and within their room", () => {
  const places = slots(30, 34, 334);
  assert.equal(places.length, 30);
  assert.ok(places[0].x > 34 && places.at(-1).x + places.at(-1).width < 334);
  for (const [index, { x }] of places.entries()) if (index) assert.ok(x > places[index - 1].x + places[index - 1].width);
  assert.match(bar({ x: 0, width: 10, top: 20, bottom: 100 }), /^M0 100V23q/);
});

it("a curve goes through its points, and never swings beyond two neighbours", () => {
  const numbers = curve([[0, 10], [10, 50], [20, 50]]).match(/-?[\d.]+/g).map(Number);
  const heights = numbers.filter((_, index) => index % 2 === 1);
  assert.ok(Math.min(...heights) === 10 && Math.max(...heights) === 50);
});

it("the shares of a whole fill the line, and none that is there cannot be seen", () => {
  const places = shares([1, 0, 500_000, 2], 1_000, 8);
  assert.equal(Math.round(places.reduce((sum, { width }) => sum + width, 0)), 1_000);
  assert.deepEqual(places.map(({ width }) => width > 0), [true, false, true, true]);
  assert.ok(places[0].width >= 8 && places[3].width >= 8);
  assert.deepEqual(places.map(({ x }, index) => x >= (places[index - 1]?.x ?? 0)), [true, true, true, true]);
  assert.equal(shares([0, 0], 100).length, 2);
});

it("days are told in the unit that people would say", () => {
  for (const [days, count, unit] of [[0, 1, "day"], [1, 1, "day"], [20, 20, "day"], [30, 4, "week"], [100, 3, "month"], [412, 14, "month"], [1_000, 3, "year"]])
    assert.deepEqual(span(days), { count, unit });
});
