// The words of the search among messages, which are fetched with it.
import { learnMore } from "./words.js";

export const learnSearchWords = () => learnMore({
  en: () => import("./search/en.js"),
  de: () => import("./search/de.js"),
});
