import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { errorCorrection, qrCode } from "../../Sources/SnugWeb/client/links/qr.js";

/// Squares of versions 1, 4, 7 and 10 that another encoder (PyPI's qrcode 8) drew with the same masks; a number for
/// each row, in hexadecimal.
const vectors = JSON.parse(readFileSync(new URL("qr-vectors.json", import.meta.url), "utf8"));

const size = (text) => qrCode(text)?.length;

it("error correction is that of the standard's example", () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
  assert.deepEqual(errorCorrection(data, 10), [196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
});

it("each square is module by module the one that another encoder draws", () => {
  for (const { text, rows } of vectors)
    assert.deepEqual(qrCode(text).map((row) => BigInt(`0b${row.map(Number).join("")}`).toString(16)), rows, text);
});

it("the smallest version that holds the text is taken, and there is none for more than 213 bytes", () => {
  const bytesMax = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213];
  bytesMax.forEach((bytes, index) => {
    assert.equal(size("x".repeat(bytes)), 17 + 4 * (index + 1));
    assert.equal(size("x".repeat(bytes + 1)), index === 9 ? undefined : 17 + 4 * (index + 2));
  });
  assert.equal(qrCode("x".repeat(214)), null);
  assert.equal(size("ü".repeat(7)), 21);
  assert.equal(size("ü".repeat(8)), 25);
});
