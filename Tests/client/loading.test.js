import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { shownAddress } from "../../Sources/SnugWeb/client/attachments/loading.js";

const file = (facts) => ({ type: "image/png", url: "/api/v1/attachments/1/sea.png", size: 1_000, width: 100, height: 100, ...facts });

it("a picture of many pixels is not shown by itself, however few its bytes", () => {
  assert.ok(shownAddress(file()));
  assert.equal(shownAddress(file({ width: 10_000, height: 10_000 })), null);
  assert.equal(shownAddress(file({ size: 2_000_000 })), null);
  const small = "/api/v1/attachments/1/preview";
  assert.ok(shownAddress(file({ width: 10_000, height: 10_000, preview_url: small })).endsWith(small));
});
