// The words of a conversation's menus, cards and notices, which are fetched with the first of these.
import { learnMore } from "./words.js";

const spoken = {
  en: () => import("./talk-en.js"),
  de: () => import("./talk-de.js"),
};

let learning = null;

/// Fetches them, once.
export function learnTalkWords() {
  learning ??= learnMore(spoken).catch((error) => {
    learning = null;
    throw error;
  });
  return learning;
}
