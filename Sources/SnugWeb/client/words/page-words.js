// The words of pages beside the rooms and of menus, which are fetched with the first of them.
import { learnMore } from "./words.js";

const spoken = {
  en: () => import("./pages-en.js"),
  de: () => import("./pages-de.js"),
};

const ofAccount = {
  en: () => import("./account-en.js"),
  de: () => import("./account-de.js"),
};

export const learnPageWords = () => learnMore(spoken);

/// The words of the settings, beside those of all pages.
export const learnAccountWords = () => Promise.all([learnMore(spoken), learnMore(ofAccount)]);
