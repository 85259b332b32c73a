import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { bytesMax, moved, sides, square } from "../../Sources/SnugWeb/client/settings/crop.js";

const wide = { width: 1_600, height: 900 };
const middle = { zoom: 1, x: 0.5, y: 0.5 };

it("what is sent is within the server's bounds", () => {
  const limits = readFileSync(new URL("../../Sources/SnugChat/Limits.swift", import.meta.url), "utf8");
  const limit = (name) => limits.match(new RegExp(`${name} = ([\\d_ *]+)`))[1]
    .split("*").reduce((product, factor) => product * Number(factor.replace("_", "")), 1);
  assert.equal(bytesMax, limit("pictureBytesMax"));
  assert.ok(Math.max(...sides) <= limit("pictureSideMax") && Math.min(...sides) >= limit("pictureSideMin"));
});

it("a picture is cut to the largest square in its middle at first", () => {
  assert.deepEqual(square(wide, middle), { left: 350, top: 0, side: 900 });
  assert.deepEqual(square({ width: 300, height: 300 }, middle), { left: 0, top: 0, side: 300 });
});

it("the square gets smaller as the picture is enlarged, but no smaller than a quarter", () => {
  assert.deepEqual(square(wide, { ...middle, zoom: 2 }), { left: 575, top: 225, side: 450 });
  assert.equal(square(wide, { ...middle, zoom: 99 }).side, 225);
  assert.equal(square(wide, { ...middle, zoom: 0 }).side, 900);
});

it("it is moved by shares of what is seen, and never off the picture", () => {
  const right = moved(wide, middle, { right: 0.1 });
  assert.equal(Math.round(square(wide, right).left), 440);
  for (const by of [{ right: 9 }, { right: -9 }, { down: 9 }, { down: -9 }]) {
    const { left, top, side } = square(wide, moved(wide, { ...middle, zoom: 1.5 }, by));
    assert.ok(left >= 0 && top >= 0 && left + side <= wide.width && top + side <= wide.height, JSON.stringify(by));
  }
});

it("someone who comes back from the edge does not have to go through what they pushed beyond it", () => {
  const edge = moved(wide, middle, { right: 9 });
  assert.ok(square(wide, moved(wide, edge, { right: -0.1 })).left < square(wide, edge).left);
});
