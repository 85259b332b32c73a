import "./world.js";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isQuiet, isTold, muteEnds } from "../../Sources/SnugWeb/client/notices/telling.js";
import { ada, ben, message } from "./world.js";

const now = Date.UTC(2026, 10, 22, 12);
const lobby = { id: 7, notify: "everything" };
const told = (change = {}) =>
  isTold({ room: lobby, message: message(5), isMention: false, me: ada, quiet: null, isLookedAt: false, now, ...change });

describe("a new message", () => {
  it("is told where its room's level wants it", () => {
    assert.equal(told(), true);
    assert.equal(told({ room: { id: 7 } }), true);
    assert.equal(told({ room: { id: 7, notify: "mentions" } }), false);
    assert.equal(told({ room: { id: 7, notify: "mentions" }, isMention: true }), true);
    assert.equal(told({ room: { id: 7, notify: "nothing" }, isMention: true }), false);
  });

  it("is told again once its room is not muted any more", () => {
    const muted = { id: 7, notify: "nothing", notify_until: new Date(now).toISOString() };
    assert.equal(told({ room: muted, now: now - 1 }), false);
    assert.equal(told({ room: muted }), true);
  });

  it("is not told to its author, nor to someone who looks", () => {
    assert.equal(told({ message: message(5, { by: ada }) }), false);
    assert.equal(told({ message: message(5, { by: ben }), isLookedAt: true }), false);
  });

  it("waits in the quiet hours, whoever is named in it", () => {
    const quiet = { from: "11:00", to: "13:00", time_zone: "UTC" };
    assert.equal(told({ quiet, isMention: true }), false);
    assert.equal(told({ quiet: { ...quiet, to: "12:00" } }), true);
  });
});

describe("quiet hours", () => {
  const at = (hour, minute = 0, quiet = {}) =>
    isQuiet({ from: "22:00", to: "07:00", time_zone: "UTC", ...quiet }, Date.UTC(2026, 10, 22, hour, minute));

  it("go over midnight", () => {
    assert.deepEqual([[21, 59], [22, 0], [0, 0], [6, 59], [7, 0], [12, 0]].map(([hour, minute]) => at(hour, minute)),
      [false, true, true, true, false, false]);
  });

  it("may lie within a day", () => {
    const quiet = { from: "13:00", to: "14:30" };
    assert.deepEqual([[12, 59], [13, 0], [14, 29], [14, 30]].map(([hour, minute]) => at(hour, minute, quiet)),
      [false, true, true, false]);
  });

  it("are those of their zone, wherever the page is", () => {
    // 22:30 in Berlin, 16:30 in New York, 07:30 of the next day in Sydney, where it is summer.
    assert.equal(at(21, 30, { time_zone: "Europe/Berlin" }), true);
    assert.equal(at(21, 30, { time_zone: "America/New_York" }), false);
    assert.equal(at(21, 30, { time_zone: "Australia/Sydney" }), false);
    assert.equal(at(19, 30, { time_zone: "Australia/Sydney" }), true);
    // Half past five ahead of Greenwich.
    assert.equal(at(16, 29, { time_zone: "Asia/Kolkata" }), false);
    assert.equal(at(16, 30, { time_zone: "Asia/Kolkata" }), true);
  });

  it("keep to the clock on the wall when that is set forward and back", () => {
    const berlin = { from: "22:00", to: "07:00", time_zone: "Europe/Berlin" };
    // On 29 March 2026 the clock is set forward at one o'clock UTC, on 25 October back.
    assert.equal(isQuiet(berlin, Date.UTC(2026, 2, 28, 6, 30)), false);
    assert.equal(isQuiet(berlin, Date.UTC(2026, 2, 29, 4, 59)), true);
    assert.equal(isQuiet(berlin, Date.UTC(2026, 2, 29, 5, 0)), false);
    assert.equal(isQuiet(berlin, Date.UTC(2026, 9, 25, 5, 59)), true);
    assert.equal(isQuiet(berlin, Date.UTC(2026, 9, 25, 6, 0)), false);
  });

  it("are none where there are none, or where they end as they begin", () => {
    assert.equal(isQuiet(null, now), false);
    assert.equal(isQuiet(undefined, now), false);
    assert.equal(at(22, 0, { to: "22:00" }), false);
  });

  it("hold by the browser's own clock where it does not know the zone", () => {
    const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now);
    const minuteLater = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now + 60_000);
    assert.equal(isQuiet({ from: clock, to: minuteLater, time_zone: "Mars/Olympus_Mons" }, now), true);
  });
});

it("a room can be muted for an hour, for eight, and until the next morning", () => {
  const evening = new Date(2026, 10, 30, 23, 30).getTime();
  const ends = muteEnds(evening);
  assert.equal(ends.hour - evening, 3_600_000);
  assert.equal(ends.hours - evening, 8 * 3_600_000);
  assert.equal(ends.morning, new Date(2026, 11, 1, 8, 0).getTime());
});

it("in the night, the next morning is that of the same day", () => {
  const morning = new Date(2026, 11, 1, 8, 0).getTime();
  assert.equal(muteEnds(new Date(2026, 11, 1, 0, 30).getTime()).morning, morning);
  assert.equal(muteEnds(new Date(2026, 11, 1, 8, 0).getTime()).morning, new Date(2026, 11, 2, 8, 0).getTime());
});
