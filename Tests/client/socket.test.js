import assert from "node:assert/strict";
import { it } from "node:test";
import { newClientId } from "../../Sources/SnugWeb/client/outbox/outbox.js";
import { backoff } from "../../Sources/SnugWeb/client/models/socket.js";
import "./world.js";

it("reconnecting waits between one and thirty seconds, longer after each failure, never in step", () => {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    assert.equal(backoff(attempt, () => 0), 1_000);
    assert.ok(backoff(attempt, () => 1) <= 30_000);
  }
  assert.deepEqual([0, 1, 2, 3, 4].map((attempt) => backoff(attempt, () => 1)), [2_000, 4_000, 8_000, 16_000, 30_000]);
});

it("client ids are UUIDs, also where the browser cannot make them", (t) => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(newClientId(), uuid);
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  t.after(() => delete crypto.randomUUID);
  const ids = new Set(Array.from({ length: 100 }, newClientId));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, uuid);
});
