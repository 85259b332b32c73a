import assert from "node:assert/strict";
import { it } from "node:test";
import { isDue } from "../../Sources/SnugWeb/client/models/renewal.js";

const day = 24 * 3_600_000;

it("a session is renewed once a day, and at once where nothing is known or the clock was set back", () => {
  assert.deepEqual([NaN, 0, 1, 2 * day].map((renewedAt) => isDue(renewedAt, day)), [true, true, false, true]);
});
