// Days of a calendar as a search names them, "2026-11-26". Pure.

const iso = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?$/;
const dotted = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2})?)?$/;
const monthOfYear = /^(\d{1,2})[./](\d{4})$/;
const fromToday = { today: 0, heute: 0, yesterday: -1, gestern: -1 };

/// As they are called in all languages of the page, in full and by the first letters; a week begins with Sunday.
const weekdays = ["sunday sun sonntag", "monday mon montag", "tuesday tue dienstag", "wednesday wed mittwoch", "thursday thu donnerstag", "friday fri freitag", "saturday sat samstag sonnabend"];
const months = [
  "january jan januar jänner", "february feb februar", "march mar märz mär", "april apr", "may mai", "june jun juni", "july jul juli",
  "august aug", "september sep sept", "october oct oktober okt", "november nov", "december dec dezember dez",
];
const indexOf = (names, text) => names.findIndex((each) => each.split(" ").includes(text));

const written = (date) => date.toISOString().slice(0, 10);
const moved = (day, by) => written(new Date(Date.parse(day) + by * 86_400_000));

/// The day that a text names, or the month or year, with the days beside it: `{first, last, before, after}`, or null.
/// Without a year it is the last such day, or month that has begun, up to `today`.
export function dayIn(text, today) {
  const [first, last] = namedDays(text.toLowerCase().normalize("NFC"), today) ?? [];
  return first && last ? { first, last, before: moved(first, -1), after: moved(last, 1) } : null;
}

/// The first and the last of these days.
function namedDays(text, today) {
  const one = (day) => [day, day];
  if (Object.hasOwn(fromToday, text)) return one(moved(today, fromToday[text]));
  const weekday = indexOf(weekdays, text);
  if (weekday >= 0) return one(moved(today, -((new Date(today).getUTCDay() - weekday + 7) % 7)));
  const thisYear = Number(today.slice(0, 4));
  const month = indexOf(months, text) + 1;
  if (month) return daysOfMonth(month > Number(today.slice(5, 7)) ? thisYear - 1 : thisYear, month);
  const [, monthAlone, itsYear] = text.match(monthOfYear) ?? [];
  if (monthAlone) return daysOfMonth(itsYear, monthAlone);
  const [, year, monthOf, day] = text.match(iso) ?? [];
  if (day) return one(dayOf(year, monthOf, day));
  if (monthOf) return daysOfMonth(year, monthOf);
  if (year) return [dayOf(year, 1, 1), dayOf(year, 12, 31)];
  const [, dayFirst, monthNext, yearLast] = text.match(dotted) ?? [];
  if (!dayFirst) return null;
  if (yearLast) return one(dayOf(yearLast.length === 2 ? `20${yearLast}` : yearLast, monthNext, dayFirst));
  // A 29th of February may be eight years ago.
  for (let year = thisYear; year >= thisYear - 8; year--) {
    const found = dayOf(year, monthNext, dayFirst);
    if (found && found <= today) return one(found);
  }
  return null;
}

function daysOfMonth(year, month) {
  const first = dayOf(year, month, 1);
  return first && [first, [31, 30, 29, 28].map((day) => dayOf(year, month, day)).find(Boolean)];
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
