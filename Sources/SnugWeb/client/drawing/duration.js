// Lengths of time in words and digits.
import { currentLocale } from "../words/words.js";

/// "this minute", "3 hours ago", "5 days ago"
export function age(at, now, { locale = currentLocale() } = {}) {
  const minutes = Math.max(0, Math.round((now - at) / 60_000));
  if (minutes === 0) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(0, "minute");
  const [count, unit] = minutes < 60 ? [minutes, "minute"]
    : minutes < 48 * 60 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 60 / 24), "day"];
  return new Intl.RelativeTimeFormat(locale, { numeric: "always" }).format(-count, unit);
}

/// "0:42"
export function countdown(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
