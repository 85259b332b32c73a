// Times in the reader's language and zone. `locale` and `timeZone` are given by tests; the page knows its own.
import { currentLocale } from "../words/words.js";

const formats = new Map();
let formatsOffset = null;

/// A traveller's page has another zone than it began with: formats keep the one that they were made in.
export const zoneOffset = () => new Date().getTimezoneOffset();

function format(locale, options) {
  if (formatsOffset !== zoneOffset()) formats.clear();
  formatsOffset = zoneOffset();
  const key = `${locale} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, options));
  return formats.get(key);
}

/// "2026-11-22": one for each local day, in order.
export function dayKey(at, { timeZone } = {}) {
  const parts = format("en-US", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at);
  const part = (type) => parts.find((p) => p.type === type).value;
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/// Calendar days from `at` to `now`: 0 today, 1 yesterday.
export function daysAgo(at, now, { timeZone } = {}) {
  return Math.round((Date.parse(dayKey(now, { timeZone })) - Date.parse(dayKey(at, { timeZone }))) / 86_400_000);
}

/// "9:05 AM", "09:05". Browsers disagree about the zero of a 24-hour clock: here it is always written.
export function clock(at, { locale = currentLocale(), timeZone } = {}) {
  const { hour12 } = format(locale, { hour: "numeric" }).resolvedOptions();
  return format(locale, { timeZone, hour: hour12 ? "numeric" : "2-digit", minute: "2-digit" }).format(at);
}

/// "Sunday, 22 November 2026 at 16:03"
export function fullTime(at, { locale = currentLocale(), timeZone } = {}) {
  return format(locale, { timeZone, dateStyle: "full", timeStyle: "short" }).format(at);
}

const relativeDay = (days, locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");

function capitalised(text, locale) {
  const [first, ...rest] = text;
  return first.toLocaleUpperCase(locale) + rest.join("");
}

/// The separator above a day's messages: Today, Yesterday, then the date; the year only where it is another.
export function dayLabel(at, now, { locale = currentLocale(), timeZone } = {}) {
  const days = daysAgo(at, now, { timeZone });
  if (days === 0 || days === 1) return capitalised(relativeDay(days, locale), locale);
  const sameYear = dayKey(at, { timeZone }).slice(0, 4) === dayKey(now, { timeZone }).slice(0, 4);
  const year = sameYear ? undefined : "numeric";
  return format(locale, { timeZone, weekday: "long", day: "numeric", month: "long", year }).format(at);
}

/// The short time in the room list: the clock today, then Yesterday, the weekday, the date.
export function listTime(at, now, { locale = currentLocale(), timeZone } = {}) {
  return capitalised(timeWithin(at, now, { locale, timeZone }), locale);
}

/// The same within a sentence: "Last seen yesterday".
export function timeWithin(at, now, { locale = currentLocale(), timeZone } = {}) {
  const days = daysAgo(at, now, { timeZone });
  if (days <= 0) return clock(at, { locale, timeZone });
  if (days === 1) return relativeDay(days, locale);
  if (days < 7) return format(locale, { timeZone, weekday: "short" }).format(at);
  const sameYear = dayKey(at, { timeZone }).slice(0, 4) === dayKey(now, { timeZone }).slice(0, 4);
  const options = sameYear ? { day: "numeric", month: "short" } : { day: "numeric", month: "numeric", year: "2-digit" };
  return format(locale, { timeZone, ...options }).format(at);
}

/// From `now` to just after the next local midnight, when Today becomes Yesterday.
export function millisecondsToMidnight(now) {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 0, 0, 1) - date;
}
