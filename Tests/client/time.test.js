import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { age, countdown } from "../../Sources/SnugWeb/client/drawing/duration.js";
import { clock, dayKey, dayLabel, daysAgo, listTime, millisecondsToMidnight, timeWithin } from "../../Sources/SnugWeb/client/ui/time.js";

const inBerlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const now = Date.parse("2026-11-22T16:03:00Z");
const at = (text) => Date.parse(text);

describe("days", () => {
  it("are the reader's, not the server's", () => {
    assert.equal(dayKey(at("2026-11-21T23:30:00Z"), inBerlin), "2026-11-22");
    assert.equal(dayKey(at("2026-11-21T23:30:00Z"), { timeZone: "America/New_York" }), "2026-11-21");
  });

  it("are counted by the calendar, also over a change of the clocks", () => {
    assert.equal(daysAgo(at("2026-11-21T22:59:00Z"), at("2026-11-21T23:01:00Z"), inBerlin), 1);
    assert.equal(daysAgo(at("2026-10-24T22:30:00Z"), at("2026-10-25T23:30:00Z"), inBerlin), 1);
  });

  it("are called Today and Yesterday, then by their date, with the year when it is another", () => {
    assert.equal(dayLabel(at("2026-11-22T08:00:00Z"), now, inBerlin), "Today");
    assert.equal(dayLabel(at("2026-11-21T08:00:00Z"), now, inBerlin), "Yesterday");
    // Older browsers put a comma there.
    assert.match(dayLabel(at("2026-11-03T08:00:00Z"), now, inBerlin), /^Tuesday,? 3 November$/);
    assert.match(dayLabel(at("2025-11-03T08:00:00Z"), now, inBerlin), /3 November 2025/);
  });

  it("speak the reader's language", () => {
    assert.equal(dayLabel(at("2026-11-21T08:00:00Z"), now, { ...inBerlin, locale: "de" }), "Gestern");
  });
});

describe("the time in the room list", () => {
  it("gets coarser as it gets older", () => {
    assert.equal(listTime(at("2026-11-22T08:05:00Z"), now, inBerlin), "09:05");
    assert.equal(listTime(at("2026-11-21T08:05:00Z"), now, inBerlin), "Yesterday");
    assert.equal(listTime(at("2026-11-18T08:05:00Z"), now, inBerlin), "Wed");
    assert.equal(listTime(at("2026-11-03T08:05:00Z"), now, inBerlin), "3 Nov");
    assert.equal(listTime(at("2025-10-19T08:05:00Z"), now, inBerlin), "19/10/25");
  });

  it("follows the reader's clock", () => {
    assert.match(listTime(at("2026-11-22T08:05:00Z"), now, { ...inBerlin, locale: "en-US" }), /^9:05\sAM$/u);
  });

  it("does not mind a server clock that is ahead", () => {
    assert.equal(listTime(at("2026-11-23T00:05:00Z"), now, inBerlin), "01:05");
  });
});

it("a time within a sentence begins with no capital letter that it would not have there", () => {
  const yesterday = at("2026-11-21T08:05:00Z");
  assert.equal(timeWithin(yesterday, now, inBerlin), "yesterday");
  assert.equal(timeWithin(yesterday, now, { ...inBerlin, locale: "de" }), "gestern");
  assert.equal(timeWithin(at("2026-11-18T08:05:00Z"), now, inBerlin), "Wed");
});

it("a device that travels has the time of where it is", (t) => {
  const { TZ: before } = process.env;
  t.after(() => { if (before === undefined) delete process.env.TZ; else process.env.TZ = before; });
  const shown = ["Europe/Berlin", "Asia/Kolkata"].map((zone) => {
    process.env.TZ = zone;
    return clock(at("2026-11-22T08:05:00Z"), { locale: "en-GB" });
  });
  assert.deepEqual(shown, ["09:05", "13:35"]);
});

it("an age is this minute, then in minutes, hours, days", () => {
  const old = (minutes) => age(now - minutes * 60_000, now, inBerlin);
  assert.deepEqual([0, 59, 60, 47 * 60, 48 * 60].map(old), [
    "this minute", "59 minutes ago", "1 hour ago", "47 hours ago", "2 days ago"]);
  assert.equal(old(-5), "this minute", "of a server whose clock is ahead");
});

it("midnight comes within a day", () => {
  const wait = millisecondsToMidnight(now);
  assert.ok(wait > 0 && wait <= 25 * 3_600_000);
  assert.notEqual(dayKey(now), dayKey(now + wait));
});

it("a countdown reads as minutes and seconds", () => {
  assert.deepEqual([60, 42, 5, 0].map(countdown), ["1:00", "0:42", "0:05", "0:00"]);
});
