import assert from "node:assert/strict";
import { it } from "node:test";
import { boxOf, inOrder, spans } from "../../Sources/SnugWeb/client/conversation/file-shapes.js";

it("a picture keeps its shape within what a row has for it, and is never enlarged", () => {
  assert.deepEqual(boxOf({ width: 4000, height: 3000 }), { width: 400, height: 300 });
  assert.deepEqual(boxOf({ width: 1000, height: 3400 }), { width: 100, height: 340 });
  assert.deepEqual(boxOf({ width: 300, height: 200 }), { width: 300, height: 200 });
});

it("a picture that is hardly there can still be pressed", () => {
  assert.deepEqual(boxOf({ width: 1, height: 1 }), { width: 64, height: 64 });
  assert.deepEqual(boxOf({ width: 8000, height: 10 }), { width: 400, height: 64 });
  assert.deepEqual(boxOf({ width: 10, height: 8000 }), { width: 64, height: 340 });
});

for (let count = 1; count <= 10; count++)
  it(`${count} pictures fill whole rows of two or three`, () => {
    const found = spans(count);
    assert.equal(found.length, count);
    if (count > 1) assert.equal(found.reduce((sum, span) => sum + span, 0) % 6, 0);
    assert.deepEqual(found, found.toSorted((a, b) => b - a), "the larger ones are above");
  });

it("pictures stand together, and all files in the order of their sender", () => {
  const file = (id, type) => ({ id, type });
  const files = [file(1, "application/pdf"), file(2, "image/png"), file(3, "audio/mpeg"), file(4, "image/gif")];
  assert.deepEqual(inOrder(files).map(({ id }) => id), [2, 4, 1, 3]);
});
