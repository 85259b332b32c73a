import assert from "node:assert/strict";
import { it } from "node:test";
import { fitted, panned, resized, swiped, tapped, whole, zoomed } from "../../Sources/SnugWeb/client/attachments/picture-view.js";

const stage = { width: 400, height: 800 };
const picture = fitted({ width: 4000, height: 2000 }, stage);
const sizes = { picture, stage };

it("a picture fits, and a small one stays as it is", () => {
  assert.deepEqual(picture, { width: 400, height: 200 });
  assert.deepEqual(fitted({ width: 100, height: 50 }, stage), { width: 100, height: 50 });
});

it("what lies under the pointer stays there while it is enlarged", () => {
  const point = { x: 100, y: 40 };
  const view = zoomed(whole, 8, sizes, point);
  // The part of the picture, counted from its middle, that the point lies on.
  const under = (each) => ({ x: (point.x - each.x) / each.zoom, y: (point.y - each.y) / each.zoom });
  assert.deepEqual(under(view), under(whole));
});

it("no edge comes within the stage, nor anything beyond the bounds of enlarging", () => {
  assert.deepEqual(panned(zoomed(whole, 3, sizes), 10_000, 10_000, sizes), { zoom: 3, x: 400, y: 0 }, "all of its height fits");
  assert.deepEqual(panned(zoomed(whole, 5, sizes), -10_000, -10_000, sizes), { zoom: 5, x: -800, y: -100 });
  assert.equal(zoomed(whole, 1_000, sizes).zoom, 8);
  assert.deepEqual(zoomed(panned(zoomed(whole, 5, sizes), 500, 0, sizes), 0.01, sizes), whole);
});

it("two taps enlarge, and two more show the whole again", () => {
  const near = tapped(whole, sizes, { x: 150, y: 0 });
  assert.equal(near.zoom, 2.5);
  assert.ok(near.x < 0);
  assert.equal(tapped(near, sizes, { x: 0, y: 0 }), whole);
});

it("a window of another size keeps the picture within", () => {
  const view = panned(zoomed(whole, 5, sizes), 10_000, 0, sizes);
  const wide = { width: 1_000, height: 800 };
  assert.equal(resized(view, { picture: fitted({ width: 4000, height: 2000 }, wide), stage: wide }).x, view.x);
  assert.equal(resized(view, { picture, stage: { width: 1_900, height: 800 } }).x, 50);
});

for (const [what, finger, wish] of [
  ["far to the left", { right: -90, down: 20, milliseconds: 900 }, "next"],
  ["far to the right", { right: 90, down: 20, milliseconds: 900 }, "previous"],
  ["a little, and quickly", { right: -40, down: 0, milliseconds: 60 }, "next"],
  ["a little, and slowly", { right: -40, down: 0, milliseconds: 600 }, null],
  ["hardly", { right: -20, down: 0, milliseconds: 10 }, null],
  ["down", { right: 20, down: 120, milliseconds: 300 }, "close"],
  ["a little down", { right: 20, down: 60, milliseconds: 300 }, null],
  ["up", { right: 20, down: -200, milliseconds: 300 }, null],
  ["to the left, where one reads from the right", { right: -90, down: 0, milliseconds: 300, isRightToLeft: true }, "previous"],
])
  it(`a finger that goes ${what} means ${wish ?? "nothing"}`, () => assert.equal(swiped(finger), wish));
