import assert from "node:assert/strict";
import { it } from "node:test";
import { answersFromPixels, Swipe } from "../../Sources/SnugWeb/client/message/swipe.js";

const begun = (x = 100, y = 300, more = {}) => new Swipe({ x, y, at: 1_000, width: 390, isZoomed: false, ...more });
const to = (swipe, ...points) => points.map(([x, y, at = 1_100]) => swipe.moved({ x, y, at })).at(-1);

it("a finger that goes far enough to the right answers", () => {
  const swipe = begun();
  to(swipe, [104, 300], [130, 304]);
  assert.equal(swipe.isUnderWay, true);
  assert.equal(swipe.answers, false);
  assert.ok(to(swipe, [100 + answersFromPixels, 306]) >= answersFromPixels);
  assert.equal(swipe.answers, true);
});

it("one that goes back thinks better of it", () => {
  const swipe = begun();
  to(swipe, [180, 302], [120, 302]);
  assert.equal(swipe.answers, false);
  assert.equal(to(swipe, [80, 302]), 0);
});

it("a scroll is no swipe, however far it goes across later", () => {
  const swipe = begun();
  assert.equal(to(swipe, [106, 330], [220, 330]), 0);
  assert.equal(swipe.isOver, true);
  const slanting = begun();
  to(slanting, [115, 311]);
  assert.equal(slanting.isOver, true);
});

it("a swipe to the left is none, nor a finger that only trembles", () => {
  const left = begun();
  to(left, [60, 300]);
  assert.equal(left.isOver, true);
  const resting = begun();
  assert.equal(to(resting, [104, 303], [108, 296]), 0);
  assert.deepEqual([resting.isOver, resting.isUnderWay], [false, false]);
});

it("a finger that has rested has opened the menu, and answers nothing when it moves on", () => {
  const swipe = begun();
  assert.equal(to(swipe, [102, 300, 1_449]), 0);
  assert.equal(to(swipe, [180, 300, 1_450]), 0);
  assert.equal(swipe.isOver, true);
  const slow = begun();
  to(slow, [130, 300, 1_200]);
  assert.ok(to(slow, [180, 300, 3_000]) > 0);
});

it("zoomed in, a finger moves the page", () => {
  const swipe = begun(100, 300, { isZoomed: true });
  assert.equal(to(swipe, [200, 300]), 0);
  assert.equal(swipe.isOver, true);
});

it("the edges of the window are the browser's", () => {
  for (const x of [0, 20, 375]) {
    const swipe = begun(x);
    assert.equal(to(swipe, [x + 100, 300]), 0);
    assert.equal(swipe.isOver, true);
  }
});

it("the message goes along, and no farther than there is something to see", () => {
  const swipe = begun();
  assert.equal(to(swipe, [130, 300]), 30);
  assert.ok(to(swipe, [390, 300]) <= 80);
});
