import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { isStrip, shownAddress, squareAddress } from "../../Sources/SnugWeb/client/attachments/loading.js";

const file = (facts) => ({ type: "image/png", url: "/api/v1/attachments/1/sea.png", size: 1_000, width: 100, height: 100, ...facts });

it("a picture of many pixels is not shown by itself, however few its bytes", () => {
  assert.ok(shownAddress(file()));
  assert.equal(shownAddress(file({ width: 10_000, height: 10_000 })), null);
  assert.equal(shownAddress(file({ size: 2_000_000 })), null);
  const small = "/api/v1/attachments/1/preview";
  assert.ok(shownAddress(file({ width: 10_000, height: 10_000, preview_url: small })).endsWith(small));
});

it("a square shows the whole of a long and narrow picture, or all of its small one where that is too much", () => {
  const small = "/api/v1/attachments/2/preview";
  const strip = file({ width: 2_560, height: 384, preview_url: small });
  assert.equal(squareAddress(strip), strip.url);
  assert.equal(isStrip(strip, squareAddress(strip)), false);
  const heavy = { ...strip, size: 2_000_000 };
  assert.equal(squareAddress(heavy), small);
  assert.equal(isStrip(heavy, small), true);
  const photo = file({ width: 1_600, height: 1_200, preview_url: small });
  assert.equal(squareAddress(photo), small);
  assert.equal(isStrip(photo, small), false);
});
