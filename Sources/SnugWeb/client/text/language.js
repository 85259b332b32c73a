// The language of the page, and the locale of its dates and numbers. Pure.

/// Snug's languages, each by its own name.
export const languages = { en: "English", de: "Deutsch" };

const rightToLeft = new Set(["ar", "fa", "he", "ur", "yi"]);

export const directionOf = (language) => (rightToLeft.has(language) ? "rtl" : "ltr");

/// `chosen` is a language or "browser"; `preferred` the browser's list, such as `["de-AT", "en"]`. Gives `{language,
/// locale}`: where the browser names a region of the language, dates are written as they are there.
export function languageFor(chosen, preferred) {
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const isSpoken = (tag) => Object.hasOwn(languages, tag);
  const language = isSpoken(chosen) ? chosen : preferred.map(base).find(isSpoken) ?? "en";
  return { language, locale: preferred.find((tag) => base(tag) === language) ?? language };
}
