// A person's preferences in this browser. Their other devices have their own.
import { languages } from "./language.js";
import { storage } from "./storage.js";

/// The values of each preference; the first one is the default.
const choices = {
  theme: ["system", "light", "dark"],
  language: ["browser", ...Object.keys(languages)],
  typing: ["told", "kept"],
  notices: ["off", "on"],
  push: ["off", "on"],
  sound: ["on", "off"],
  density: ["roomy", "compact"],
};

export class Preferences {
  #storage;

  /// `kept` is a `SafeStorage`.
  constructor(kept) {
    this.#storage = kept;
  }

  get(name) {
    const kept = this.#storage.getItem(name);
    return choices[name].includes(kept) ? kept : choices[name][0];
  }

  set(name, value) {
    if (value === choices[name][0]) this.#storage.removeItem(name);
    else this.#storage.setItem(name, value);
  }

  /// True the first time that this is asked in this browser.
  isFirst(question) {
    const isFirst = this.#storage.getItem(question) !== "asked";
    this.#storage.setItem(question, "asked");
    return isFirst;
  }

  /// True where this was not asked in this browser within so many milliseconds.
  isDue(question, everyMilliseconds, now = Date.now()) {
    const asked = Number(this.#storage.getItem(question));
    // A clock that was set back would put it off for ever.
    const isDue = !(asked <= now && now - asked < everyMilliseconds);
    if (isDue) this.#storage.setItem(question, String(now));
    return isDue;
  }
}

export const preferences = new Preferences(storage);
