// The words of the page, in its reader's language. Translating Snug means adding a file beside words/en.js, and naming
// it here and in language.js.
import { directionOf, languageFor } from "../text/language.js";
import { preferences } from "../text/preferences.js";

/// Empty until `learnWords` is done: a module looks a word up when it says it.
export const words = {};

const spoken = {
  en: () => import("./en.js"),
  de: () => import("./de.js"),
};

let locale;

/// The locale of dates and numbers; undefined, which stands for the browser's own, until `learnWords` is done.
export const currentLocale = () => locale;

let learning = null;

/// Fetches the words, once.
export function learnWords() {
  learning ??= learn().catch((error) => {
    learning = null;
    throw error;
  });
  return learning;
}

async function learn() {
  const found = languageFor(preferences.get("language"), navigator.languages ?? [navigator.language]);
  locale = found.locale;
  document.documentElement.lang = found.language;
  document.documentElement.dir = directionOf(found.language);
  Object.assign(words, (await spoken[found.language]()).words);
}

/// Fetches the words of a part of the page, of `{en, de}`, each a function that imports its table.
export async function learnMore(tables) {
  Object.assign(words, (await tables[document.documentElement.lang]()).words);
}
