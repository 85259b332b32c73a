// The words of a room's own page and of the settings, which are fetched with the first of them.
import { learnMore } from "./words.js";

const spoken = {
  en: () => import("./pages-en.js"),
  de: () => import("./pages-de.js"),
};

export const learnPageWords = () => learnMore(spoken);
