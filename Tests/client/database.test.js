import assert from "node:assert/strict";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { inStore } from "../../Sources/SnugWeb/client/models/database.js";

it("a database that never answers is not waited for, and closed if it comes after all", async (t) => {
  const requests = [];
  const due = [];
  t.mock.method(console, "warn", () => {});
  t.mock.method(globalThis, "setTimeout", (work, milliseconds) => due.push({ work, milliseconds }));
  globalThis.indexedDB = { open: () => requests[requests.push({}) - 1] };

  const reading = inStore("outbox", "readonly", (store) => store.getAll());
  await turn();
  assert.deepEqual(due.map(({ milliseconds }) => milliseconds), [2_000]);
  due[0].work();
  assert.equal(await reading, null);

  let isClosed = false;
  requests[0].result = { close: () => { isClosed = true; } };
  requests[0].onsuccess();
  await turn();
  assert.equal(isClosed, true);

  // The next time it may answer.
  const again = inStore("outbox", "readonly", (store) => store.getAll());
  requests[1].result = { transaction: () => ({ objectStore: () => ({ getAll: () => got }) }) };
  const got = { result: ["kept"] };
  requests[1].onsuccess();
  await turn();
  got.onsuccess();
  assert.deepEqual(await again, ["kept"]);
  requests[1].result.onclose();
});

it("what a full disk refuses at the end is not kept, though its request has succeeded", async (t) => {
  t.mock.method(console, "warn", () => {});
  const put = { result: "a" };
  const transaction = { objectStore: () => ({ put: () => put }), error: new DOMException("Full", "QuotaExceededError") };
  const opened = { result: { transaction: () => transaction } };
  globalThis.indexedDB = { open: () => opened };
  const settled = [];
  async function keep() {
    const keeping = inStore("outbox", "readwrite", (store) => store.put({})).then((result) => settled.push(result));
    opened.onsuccess?.();
    await turn();
    put.onsuccess();
    await turn();
    assert.deepEqual(settled, []);
    return keeping;
  }
  let keeping = keep();
  await turn(); await turn(); await turn();
  transaction.onabort();
  await keeping;
  assert.deepEqual(settled.splice(0), [null]);
  keeping = keep();
  await turn(); await turn(); await turn();
  transaction.oncomplete();
  await keeping;
  assert.deepEqual(settled, ["a"]);
});
