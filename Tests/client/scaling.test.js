import assert from "node:assert/strict";
import { it } from "node:test";
import { fitted, isDrawnAnew, isMoving, mayBePicture, mayStayAsIs, needsPreview, renamed, sentSide, sideMax } from "../../Sources/SnugWeb/client/files/scaling.js";

const bytes = (...parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((each) => each.charCodeAt(0)) : part)));
const zeros = (count) => Array(count).fill(0);

it("a picture is made as large as may be, keeps its shape, and never grows", () => {
  assert.deepEqual(fitted({ width: 4_000, height: 3_000 }, sideMax), { width: 2_560, height: 1_920 });
  assert.deepEqual(fitted({ width: 3_000, height: 4_000 }, sideMax), { width: 1_920, height: 2_560 });
  assert.deepEqual(fitted({ width: 100, height: 50 }, sideMax), { width: 100, height: 50 });
  assert.deepEqual(fitted({ width: 30_000, height: 2 }, 640), { width: 640, height: 1 });
  for (const side of [sideMax, 640]) {
    // Nothing is drawn at which iOS draws black.
    const { width, height } = fitted({ width: 50_000, height: 50_000 }, side);
    assert.ok(width * height <= 16_777_216);
  }
});

it("it is drawn anew where it is too large or shown by few browsers, and goes as it is where it moves", () => {
  const of = (type, width, moving = false) => isDrawnAnew({ type, width, height: width, isMoving: moving });
  assert.deepEqual(
    [of("image/jpeg", 2_560), of("image/jpeg", 2_561), of("image/heic", 100), of("image/bmp", 100), of("image/gif", 5_000, true)],
    [false, true, true, true, false]);
});

it("what is large in pixels or bytes has a small picture beside it", () => {
  const of = (width, size) => needsPreview({ width, height: 10, size });
  assert.deepEqual([of(640, 100_000), of(641, 10), of(10, 100_001)], [false, true, true]);
});

it("what may run scripts, or is no picture, is a file", () => {
  assert.deepEqual(["image/png", "image/heic", "image/svg+xml", "text/html", ""].map((type) => mayBePicture({ type })), [true, true, false, false, false]);
});

it("a long and narrow picture stays wide enough to be read", () => {
  assert.deepEqual([[4_000, 3_000], [3_000, 9_000], [1_080, 12_000], [2_000, 60_000]].map(([width, height]) =>
    sentSide({ width, height })), [2_560, 3_240, 12_000, 12_000]);
  assert.equal(isDrawnAnew({ type: "image/png", width: 1_080, height: 12_000, isMoving: false }), false);
});

it("it is called as its new type is", () => {
  assert.equal(renamed("IMG_1234.HEIC", "image/webp"), "IMG_1234.webp");
  assert.equal(renamed("holiday.2026.png", "image/jpeg"), "holiday.2026.jpg");
  assert.equal(renamed("no ending", "image/webp"), "no ending.webp");
  assert.equal(renamed(".png", "image/webp"), ".png.webp");
});

it("an animation is told from a picture that stands still", () => {
  const control = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  const frame = (colours = 0, flags = 0) => [0x2c, ...zeros(8), flags, ...zeros(3 * colours), 2, 2, 0x2c, 0x21, 1, 0x2c, 0];
  const comment = [0x21, 0xfe, 3, 0x2c, 0, 0x2c, 0];
  const gif = (...blocks) => isMoving(bytes("GIF89a", zeros(7), ...blocks, [0x3b]), "image/gif");
  assert.deepEqual([gif(frame()), gif(control, frame()), gif(comment, frame(4, 0x81), comment)], [false, false, false]);
  // Some programs write no control before a frame that is shown at once.
  assert.deepEqual([gif(control, frame(), control, frame()), gif(frame(), control, frame()), gif(frame(4, 0x81), comment, frame())], [true, true, true]);
  const colourful = bytes("GIF89a", zeros(4), [0x82, 0, 0], zeros(24), frame(), frame(), [0x3b]);
  assert.equal(isMoving(colourful, "image/gif"), true);
  const webp = (flags) => bytes("RIFF", zeros(4), "WEBPVP8X", zeros(4), [flags], zeros(9));
  assert.deepEqual([0x12, 0x10].map((flags) => isMoving(webp(flags), "image/webp")), [true, false]);
  assert.equal(isMoving(bytes("RIFF", zeros(4), "WEBPVP8 ", zeros(20)), "image/webp"), false);
  const chunk = (type, length) => [0, 0, 0, length, ...bytes(type), ...zeros(length + 4)];
  const png = (...types) => bytes(zeros(8), chunk("IHDR", 13), ...types.map((type) => chunk(type, 8)));
  assert.deepEqual([png("acTL", "IDAT"), png("IDAT", "acTL"), png("tEXt")].map((each) => isMoving(each, "image/png")), [true, false, false]);
  assert.deepEqual(["avis", "avif"].map((brand) => isMoving(bytes(zeros(4), "ftyp", brand), "image/avif")), [true, false]);
});

it("bytes that are cut short anywhere are no animation, and no fault", () => {
  const whole = bytes("GIF89a", zeros(7), [0x21, 0xf9, 4]);
  for (const type of ["image/gif", "image/png", "image/webp", "image/avif"])
    for (let length = 0; length <= whole.length; length++) assert.equal(isMoving(whole.subarray(0, length), type), false);
});

it("a picture may go as it is where the server takes out of it what the camera wrote there", () => {
  for (const type of ["image/jpeg", "image/heic", "image/avif"]) assert.ok(mayStayAsIs({ type }), type);
  for (const type of ["image/tiff", "image/bmp", "image/svg+xml", ""]) assert.ok(!mayStayAsIs({ type }), type);
});
