import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { common, isSame, Sight } from "../../Sources/SnugWeb/client/logs/sight.js";

const range = (first, last) => ({ first, last });

describe("what counts as read", () => {
  it("is the last that stood in sight, once", () => {
    const sight = new Sight();
    assert.equal(sight.stood(range(1, 9), 3), 9);
    assert.equal(sight.stood(range(4, 12), 9), 12);
    assert.equal(sight.stood(range(4, 12), 12), null);
    assert.equal(sight.stood(null, 12), null);
  });

  it("is nothing that stood there before it was marked as unread", () => {
    const sight = new Sight();
    sight.stood(range(1, 4), 0);
    assert.equal(sight.stood(range(1, 4), 1), null);
    assert.equal(sight.stood(range(1, 3), 1), null);
  });

  it("is nothing that comes after what its reader has marked as unread, until they come to that once more", () => {
    const sight = new Sight();
    assert.equal(sight.stood(range(1, 8), 0), 8);
    // From 5 on, in a room that stands open.
    assert.equal(sight.stood(range(1, 8), 4), null);
    assert.equal(sight.stood(range(2, 9), 4), null);
    assert.equal(sight.stood(range(6, 9), 4), null);
    assert.equal(sight.stood(range(4, 9), 4), 9);
  });

  it("is what comes after one has written, or gone to the end, though it was marked as unread before", () => {
    const sight = new Sight();
    assert.equal(sight.stood(range(1, 8), 0), 8);
    assert.equal(sight.stood(range(1, 8), 4), null);
    // Writing reads.
    assert.equal(sight.stood(range(2, 9), 9), null);
    assert.equal(sight.stood(range(3, 10), 9), 10);
    assert.equal(sight.stood(range(3, 10), 4), null);
    sight.wentToEnd();
    assert.equal(sight.stood(range(4, 11), 4), 11);
  });

  it("is what one scrolls back to, or finds when the room opens anew", () => {
    const sight = new Sight();
    assert.equal(sight.stood(range(20, 30), 10), 30);
    assert.equal(sight.stood(range(20, 30), 10), null);
    assert.equal(sight.stood(range(9, 19), 10), 19);
    assert.equal(sight.stood(range(9, 19), 10), null);
    sight.anew();
    assert.equal(sight.stood(range(10, 30), 10), 30);
  });

  it("reads nothing that a link has led past", () => {
    const sight = new Sight();
    sight.led(range(245, 255), 3);
    assert.equal(sight.stood(range(245, 255), 3), null);
    assert.equal(sight.stood(range(290, 300), 3), null);
    // Read from where one left off, it goes on.
    assert.equal(sight.stood(range(4, 14), 3), 14);
    sight.led(range(245, 255), 14);
    sight.wentToEnd();
    assert.equal(sight.stood(range(290, 300), 14), 300);
    sight.led(range(40, 50), 300);
    assert.equal(sight.stood(range(291, 301), 300), 301);
    sight.led(null, 300);
    assert.equal(sight.stood(range(295, 305), 301), 305);
  });
});

it("what stands in sight is what was there before and is there now", () => {
  assert.deepEqual(common(range(1, 9), range(4, 12)), range(4, 9));
  for (const [one, other] of [[null, range(1, 2)], [range(1, 2), null], [range(1, 3), range(4, 5)]])
    assert.equal(common(one, other), null);
  assert.equal(isSame(null, null) && isSame(range(1, 2), range(1, 2)), true);
  assert.equal(isSame(null, range(1, 2)) || isSame(range(1, 2), range(1, 3)), false);
});
