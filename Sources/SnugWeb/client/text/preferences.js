// What this browser remembers of its person's wishes. They hold here, not on their other devices.
import { languages } from "./language.js";

/// Each with what it can be; the first is what it is until it is chosen.
const choices = {
  theme: ["system", "light", "dark"],
  language: ["browser", ...Object.keys(languages)],
  typing: ["told", "kept"],
};

export class Preferences {
  #storage;

  /// `storage` is like `localStorage`, or null where the browser keeps nothing.
  constructor(storage) {
    this.#storage = storage;
  }

  get(name) {
    const kept = this.#storage?.getItem(name);
    return choices[name].includes(kept) ? kept : choices[name][0];
  }

  set(name, value) {
    if (value === choices[name][0]) this.#storage?.removeItem(name);
    else this.#storage?.setItem(name, value);
  }

  /// Whether this is asked for the first time.
  isFirst(question) {
    const isFirst = this.#storage?.getItem(question) !== "asked";
    this.#storage?.setItem(question, "asked");
    return isFirst;
  }
}

/// Some browsers refuse a page even to look at its storage.
function storage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export const preferences = new Preferences(storage());
