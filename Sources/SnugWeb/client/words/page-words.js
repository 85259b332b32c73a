// The words that are fetched with the part of the page that says them, such as the pages beside the rooms and the door.
import { learnMore, learnWords } from "./words.js";

const spoken = {
  en: () => import("./pages-en.js"),
  de: () => import("./pages-de.js"),
};

const ofAccount = {
  en: () => import("./account-en.js"),
  de: () => import("./account-de.js"),
};

const atDoor = {
  en: () => import("./door/en.js"),
  de: () => import("./door/de.js"),
};

const ofInvite = {
  en: () => import("./invite/en.js"),
  de: () => import("./invite/de.js"),
};

/// The words of pages beside the rooms and of menus.
export const learnPageWords = () => learnMore(spoken);

/// The words of the settings, beside those of all pages.
export const learnAccountWords = () => Promise.all([learnMore(spoken), learnMore(ofAccount)]);

/// The words of the pages before one is in.
export const learnDoorWords = () => learnWords().then(() => learnMore(atDoor));

/// The words of what hands an invite on.
export const learnInviteWords = () => learnMore(ofInvite);
