import assert from "node:assert/strict";
import { it } from "node:test";
import { api } from "../../Sources/SnugWeb/client/models/api.js";

// What the words look for.
globalThis.navigator ??= { languages: ["en"] };
globalThis.document = { documentElement: {} };

const json = { "Content-Type": "application/json" };
const html = { "Content-Type": "text/html" };

it("an answer that is not Snug's, as a hotel's portal gives, is no connection", async (t) => {
  let answer;
  t.mock.method(globalThis, "fetch", async () => answer);
  for (const status of [200, 403, 511]) {
    answer = new Response("<h1>Welcome to our hotel</h1>", { status, headers: html });
    await assert.rejects(api.me(), (problem) => problem.isPassing && (status === 511 || problem.isUnreachable), String(status));
  }
  for (const status of [408, 425, 429, 503]) {
    answer = new Response("<h1>Busy</h1>", { status, headers: html });
    await assert.rejects(api.me(), (problem) => problem.isPassing && !problem.isUnreachable, String(status));
  }
  answer = new Response("{}", { status: 403, headers: json });
  await assert.rejects(api.me(), { status: 403 });
  answer = new Response(null, { status: 204 });
  assert.equal(await api.logout(), null);
  answer = new Response('{"id": 1}', { headers: json });
  assert.deepEqual(await api.me(), { id: 1 });
});
