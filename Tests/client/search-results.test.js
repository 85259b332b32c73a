import "./world.js";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Results } from "../../Sources/SnugWeb/client/search/results.js";

const result = (id, { room = 7, content = `tea ${id}`, ...rest } = {}) =>
  ({ message: { id, room_id: room, seq: id, user_id: 2, content, timestamp: "2026-11-22T12:00:00.000Z", rev: 0, ...rest }, snippet: [{ text: content, hit: false }] });

const question = (q) => ({ parameters: { q }, accepts: () => true });
const refusal = (status, more = {}) => Object.assign(new Error("No."), { status, errors: [], ...more });

/// A search whose answers come when the test says so: `answers` has the functions of each call, in order.
function searching() {
  const calls = [];
  const results = new Results((parameters) => new Promise((resolve, reject) => calls.push({ parameters, resolve, reject })));
  return { results, calls, ids: () => results.items.map(({ message }) => message.id) };
}

const answer = (...items) => ({ results: items, has_more: false });
const page = (...items) => ({ results: items, has_more: true });
const settle = () => new Promise((resolve) => { setImmediate(resolve); });

describe("results", () => {
  it("are those of the last question, in whatever order answers come", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("te"));
    results.ask(question("tea"));
    calls[1].resolve(answer(result(2)));
    await settle();
    assert.deepEqual(ids(), [2]);
    calls[0].resolve(answer(result(1)));
    await settle();
    assert.deepEqual(ids(), [2]);
    assert.equal(results.phase, "found");
  });

  it("are not lost by a late refusal", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("te"));
    results.ask(question("tea"));
    calls[1].resolve(answer(result(2)));
    await settle();
    calls[0].reject(refusal(429));
    await settle();
    assert.deepEqual([results.phase, results.problem, ids()], ["found", null, [2]]);
  });

  it("are asked for twice at once at most, and of those that wait the last is asked", async () => {
    const { results, calls, ids } = searching();
    for (const q of ["t", "te", "tea", "tea w", "tea with"]) results.ask(question(q));
    assert.deepEqual(calls.map(({ parameters }) => parameters.q), ["t", "te"]);
    calls[0].resolve(answer(result(1)));
    await settle();
    assert.deepEqual(calls.map(({ parameters }) => parameters.q), ["t", "te", "tea with"]);
    assert.deepEqual(ids(), []);
    calls[2].resolve(answer(result(3)));
    calls[1].reject(refusal(0));
    await settle();
    assert.deepEqual(ids(), [3]);
    assert.equal(calls.length, 3);
  });

  it("of before stay until the next ones are there", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("tea"));
    calls[0].resolve(answer(result(1)));
    await settle();
    results.ask(question("coffee"));
    assert.deepEqual([results.phase, ids()], ["asking", [1]]);
    calls[1].reject(refusal(422));
    await settle();
    assert.deepEqual([results.phase, results.problem.status, ids()], ["failed", 422, []]);
    results.retry();
    calls[2].resolve(answer(result(4)));
    await settle();
    assert.deepEqual([results.phase, results.problem, ids()], ["found", null, [4]]);
  });

  it("that nobody wants any more do not come", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("tea"));
    results.clear();
    calls[0].resolve(answer(result(1)));
    await settle();
    assert.deepEqual([results.phase, ids()], ["idle", []]);
  });
});

describe("further results", () => {
  it("go on behind the last one, once at a time, each once", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("tea"));
    calls[0].resolve(page(result(9), result(8)));
    await settle();
    results.more();
    results.more();
    assert.equal(calls.length, 2);
    assert.equal(calls[1].parameters.before, 8);
    calls[1].resolve(answer(result(8), result(7)));
    await settle();
    assert.deepEqual([ids(), results.hasMore], [[9, 8, 7], false]);
    results.more();
    assert.equal(calls.length, 2);
  });

  it("of another question are dropped", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("tea"));
    calls[0].resolve(page(result(9)));
    await settle();
    results.more();
    results.ask(question("coffee"));
    calls[2]?.resolve(answer(result(3)));
    calls[1].resolve(answer(result(1)));
    await settle();
    calls[2].resolve(answer(result(3)));
    await settle();
    assert.deepEqual(ids(), [3]);
  });

  it("that could not be had leave what is there, and are asked for again", async () => {
    const { results, calls, ids } = searching();
    results.ask(question("tea"));
    calls[0].resolve(page(result(9)));
    await settle();
    results.more();
    calls[1].reject(refusal(503));
    await settle();
    assert.deepEqual([results.phase, results.problem.status, ids(), results.isAskingMore], ["found", 503, [9], false]);
    results.retry();
    calls[2].resolve(answer(result(1)));
    await settle();
    assert.deepEqual([ids(), results.problem], [[9, 1], null]);
  });

  it("are looked for behind pages with none that is meant, and the server's word on where it goes on counts", async () => {
    const { results, calls, ids } = searching();
    results.ask({ parameters: { q: "tea" }, accepts: ({ id }) => id < 5 });
    calls[0].resolve(page(result(9)));
    await settle();
    assert.equal(calls[1].parameters.before, 9);
    calls[1].resolve({ results: [], has_more: true, next: 6 });
    await settle();
    assert.equal(calls[2].parameters.before, 6);
    calls[2].resolve(answer(result(4)));
    await settle();
    assert.deepEqual(ids(), [4]);
  });

  it("end where a server gives nothing to go on from", async () => {
    const { results, calls } = searching();
    results.ask(question("tea"));
    calls[0].resolve({ results: [], has_more: true });
    await settle();
    assert.deepEqual([results.phase, results.hasMore, calls.length], ["found", false, 1]);
  });

  it("are no more than a page can bear", async () => {
    const { results, calls } = searching();
    results.ask(question("tea"));
    for (let number = 0; number < 30; number++) {
      calls.at(-1).resolve(page(...Array.from({ length: 20 }, (_, index) => result(1_000 - number * 20 - index))));
      await settle();
      results.more();
    }
    assert.deepEqual([results.items.length, results.isFull, results.hasMore, calls.length], [300, true, true, 15]);
  });
});

describe("what was deleted, edited or left", () => {
  async function found(...items) {
    const all = searching();
    all.results.ask(question("tea"));
    all.calls[0].resolve(page(...items));
    await settle();
    return all;
  }

  it("is not shown any more", async () => {
    const { results, ids } = await found(result(3), result(2, { room: 8 }), result(1));
    results.changed({ ...result(3).message, content: "", deleted_at: "2026-11-22T13:00:00.000Z", rev: 1 });
    assert.deepEqual(ids(), [2, 1]);
    results.left(8);
    assert.deepEqual(ids(), [1]);
  });

  it("is shown as it is now while it still has the words", async () => {
    const { results, ids } = await found(result(3), result(2));
    results.changed({ ...result(3).message, content: "green tea", rev: 1 });
    assert.deepEqual(results.items[0].snippet, [{ text: "green ", hit: false }, { text: "tea", hit: true }]);
    results.changed({ ...result(2).message, content: "coffee", rev: 1 });
    assert.deepEqual(ids(), [3]);
    results.changed({ ...results.items[0].message, reactions: [{ emoji: "👍", user_ids: [1] }], rev: 2 });
    assert.equal(results.items[0].snippet.length, 2);
  });

  it("does not come back with an answer that was on its way", async () => {
    const { results, calls, ids } = await found(result(9));
    results.more();
    results.changed({ ...result(3).message, content: "", deleted_at: "2026-11-22T13:00:00.000Z", rev: 1 });
    results.changed({ ...result(2).message, content: "coffee", rev: 1 });
    results.left(8);
    calls[1].resolve(answer(result(5, { room: 8 }), result(3), result(2), result(1)));
    await settle();
    assert.deepEqual(ids(), [9, 1]);
  });

  it("is not shown any more after a time without a connection, in which nothing was told of it", async () => {
    const { results, calls, ids } = await found(result(9), result(8));
    results.more();
    calls[1].resolve(page(result(7), result(6)));
    await settle();
    results.refresh();
    results.more();
    assert.equal(calls.length, 3);
    assert.deepEqual(ids(), [9, 8, 7, 6]);
    calls[2].resolve(page(result(9), result(7)));
    await settle();
    assert.equal(calls[3].parameters.before, 7);
    calls[3].resolve(page(result(6), result(5)));
    await settle();
    assert.deepEqual([ids(), results.hasMore, calls.length], [[9, 7, 6, 5], true, 4]);
  });

  it("stays where it cannot be looked for anew, and yields to another question", async () => {
    const { results, calls, ids } = await found(result(9));
    results.refresh();
    calls[1].reject(refusal(0));
    await settle();
    assert.deepEqual([results.phase, results.problem, ids(), results.isAskingMore], ["found", null, [9], false]);
    results.refresh();
    results.ask(question("coffee"));
    calls[2].resolve(answer(result(1)));
    calls[3].resolve(answer(result(3)));
    await settle();
    assert.deepEqual(ids(), [3]);
    results.clear();
    results.refresh();
    assert.equal(calls.length, 4);
  });

  it("may be found again once one is back in the room", async () => {
    const { results, calls, ids } = await found(result(2, { room: 8 }));
    results.left(8);
    results.ask(question("tea"));
    calls[1].resolve(answer(result(2, { room: 8 })));
    await settle();
    assert.deepEqual(ids(), [2]);
  });
});
