// The words of a conversation's menus, cards and notices, and those of files that are sent, which are fetched with the
// first of these.
import { learnMore } from "./words.js";

/// Fetches them, once.
function once(tables) {
  let learning = null;
  return () => {
    learning ??= learnMore(tables).catch((error) => {
      learning = null;
      throw error;
    });
    return learning;
  };
}

export const learnTalkWords = once({
  en: () => import("./talk-en.js"),
  de: () => import("./talk-de.js"),
});

export const learnSendingWords = once({
  en: () => import("./sending/en.js"),
  de: () => import("./sending/de.js"),
});
