import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { bytesOf, textOf } from "../../Sources/SnugWeb/client/models/webauthn.js";

it("bytes become base64url as RFC 4648 §5 has it, without padding, and come back", () => {
  assert.equal(textOf(Uint8Array.of(0xfb, 0xff, 0xfe).buffer), "-__-");
  assert.equal(textOf(Uint8Array.of(0xff).buffer), "_w");
  for (let length = 0; length < 70; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    assert.deepEqual(bytesOf(textOf(bytes.buffer)), bytes);
    assert.equal(textOf(bytes.buffer), Buffer.from(bytes).toString("base64url"));
  }
});
