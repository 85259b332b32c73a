import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { firstSince } from "../../Sources/SnugWeb/client/calls/search.js";
import { bounds, daysBefore, span } from "../../Sources/SnugWeb/client/search/days.js";

describe("the days of someone who is far from Greenwich", () => {
  const zone = process.env.TZ;
  before(() => { process.env.TZ = "America/Los_Angeles"; });
  after(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });

  it("begin and end where they are, also where a clock is put back", () => {
    assert.equal(bounds("2026-11-26").start, Date.parse("2026-11-26T08:00:00Z"));
    assert.equal(bounds("2026-11-26").end, Date.parse("2026-11-27T08:00:00Z"));
    assert.equal(bounds("2026-11-01").end - bounds("2026-11-01").start, 25 * 3_600_000);
  });

  it("lie in days of UTC, more of them if need be", () => {
    const { start, end, since, until } = span({ since: "2026-11-26", until: "2026-11-26" });
    assert.deepEqual([since, until], ["2026-11-26", "2026-11-27"]);
    assert.equal(end - start, 86_400_000);
    assert.deepEqual(span({ since: null, until: null }), { start: -Infinity, end: Infinity, since: undefined, until: undefined });
  });
});

it("days before one go over months and years", () => {
  assert.equal(daysBefore("2026-03-01", 1), "2026-02-28");
  assert.equal(daysBefore("2026-01-01", 365), "2025-01-01");
  assert.equal(daysBefore("2026-01-01", 0), "2026-01-01");
});

describe("the first message since a moment", () => {
  const start = Date.UTC(2026, 0, 1);
  /// A room in which something is said every minute; gives what was found, and the number of calls.
  async function find(count, moment) {
    let calls = 0;
    const found = await firstSince({ id: 7, last_seq: count }, moment, async (id, { after: from, limit }) => {
      calls += 1;
      assert.equal(id, 7);
      const seqs = Array.from({ length: Math.max(0, Math.min(limit, count - from)) }, (_, index) => from + index + 1);
      return { messages: seqs.map((seq) => ({ seq, timestamp: new Date(start + seq * 60_000).toISOString() })) };
    });
    return [found?.seq ?? null, calls];
  }

  it("is found in few calls, wherever it stands", async () => {
    for (const count of [1, 2, 199, 200, 201, 402, 5_000, 1_000_000])
      for (const seq of [1, 2, Math.ceil(count / 2), count - 1, count].filter((each) => each >= 1 && each <= count)) {
        const [found, calls] = await find(count, start + seq * 60_000);
        assert.equal(found, seq, `${seq} of ${count}`);
        assert.ok(calls <= 15, `${calls} calls`);
      }
  });

  it("is the first of all for a day before the room, and none for one after it", async () => {
    assert.deepEqual(await find(1_000, 0), [1, 4]);
    assert.equal((await find(1_000, start + 2_000 * 60_000))[0], null);
    assert.deepEqual(await find(0, start), [null, 1]);
  });
});
