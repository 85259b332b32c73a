// Days of a calendar as a search names them, "2026-11-26". Pure.

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/;
const fromToday = { today: 0, heute: 0, yesterday: -1, gestern: -1 };

const written = (date) => date.toISOString().slice(0, 10);
const moved = (day, by) => written(new Date(Date.parse(day) + by * 86_400_000));

/// The day that a text names, with the ones beside it: `{day, before, after}`, or null. Without a year it is the last
/// such day up to `today`.
export function dayIn(text, today) {
  const day = namedDay(text.toLowerCase(), today);
  return day && { day, before: moved(day, -1), after: moved(day, 1) };
}

function namedDay(text, today) {
  if (Object.hasOwn(fromToday, text)) return moved(today, fromToday[text]);
  const [, year, month, day] = text.match(iso) ?? [];
  if (year) return dayOf(year, month, day);
  const [, dayFirst, monthNext, yearLast] = text.match(dotted) ?? [];
  if (!dayFirst) return null;
  if (yearLast) return dayOf(yearLast, monthNext, dayFirst);
  const thisYear = Number(today.slice(0, 4));
  // A 29th of February may be eight years ago.
  for (let year = thisYear; year >= thisYear - 8; year--) {
    const found = dayOf(year, monthNext, dayFirst);
    if (found && found <= today) return found;
  }
  return null;
}

/// A server knows no day before 1970 in UTC.
export const firstKnownDay = "1971-01-01";
const lastKnownDay = "9998-12-31";

/// The 31st of a month that has 30 days is none.
function dayOf(year, month, day) {
  const text = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const date = new Date(`${text}T00:00:00Z`);
  const isKnown = firstKnownDay <= text && text <= lastKnownDay;
  return isKnown && !Number.isNaN(date.getTime()) && written(date) === text ? text : null;
}

/// So many days ago.
export const daysBefore = (today, count) => moved(today, -count);

/// The moments at which a day begins and ends where its reader is.
export function bounds(day) {
  const [year, month, date] = day.split("-").map(Number);
  return { start: new Date(year, month - 1, date).getTime(), end: new Date(year, month - 1, date + 1).getTime() };
}

/// The first moment of `since` and the one after `until`, those of the reader's days; and the days of UTC that they lie
/// in, which are what the server knows.
export function span({ since, until }) {
  const start = since ? bounds(since).start : -Infinity;
  const end = until ? bounds(until).end : Infinity;
  return {
    start, end,
    since: since ? written(new Date(start)) : undefined,
    until: until ? written(new Date(end - 1)) : undefined,
  };
}
