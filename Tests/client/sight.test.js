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
    assert.equal(sight.stood(range(2, 5), 1), 5);
  });

  it("is what one scrolls back to, or finds when one comes back", () => {
    const sight = new Sight();
    sight.stood(range(20, 30), 30);
    assert.equal(sight.stood(range(15, 25), 10), 19);
    assert.equal(sight.stood(range(20, 30), 19), 30);
    assert.equal(sight.stood(range(20, 30), 10), null);
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
