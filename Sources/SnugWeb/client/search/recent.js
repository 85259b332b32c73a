// The searches that someone has made on this device, the last one first. They stay here: no server and no other device
// hears of them, and they are gone with the session (models/device.js).
import { storage } from "../text/storage.js";
import { emptySearch, hasKinds, isSame } from "./query.js";

const searchesMax = 8;
const textUnitsMax = 300;

export class RecentSearches {
  #key;
  #storage;

  constructor(userId, kept = storage) {
    this.#key = `last-searches-${userId}`;
    this.#storage = kept;
  }

  list() {
    return this.#kept().map(searchOf);
  }

  /// The search that was noted with that number, or null.
  numbered(number) {
    const kept = this.#kept().find((each) => each.number === number);
    return kept ? searchOf(kept) : null;
  }

  /// `number` is that of an entry of the browser's history, whose own state tells nothing of what was looked for.
  note(search, number) {
    if (!search.text.trim() || search.text.length > textUnitsMax) return;
    this.#keep([{ ...searchOf(search), number }, ...this.#kept().filter((each) => !isSame(searchOf(each), search))]);
  }

  remove(search) {
    this.#keep(this.#kept().filter((each) => !isSame(searchOf(each), search)));
  }

  #kept() {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
      return (Array.isArray(kept) ? kept : []).filter(searchOf).slice(0, searchesMax);
    } catch {
      return [];
    }
  }

  clear() {
    this.#storage.removeItem(this.#key);
  }

  #keep(searches) {
    if (searches.length) this.#storage.setItem(this.#key, JSON.stringify(searches.slice(0, searchesMax)));
    else this.clear();
  }
}

/// A search of what was kept, which may be anything; null if it is none.
export function searchOf(kept) {
  if (typeof kept?.text !== "string") return null;
  const named = (each) => (Number.isSafeInteger(each?.id) && typeof each.name === "string" ? { id: each.id, name: each.name } : null);
  const day = (each) => (/^\d{4}-\d\d-\d\d$/.test(each) ? each : null);
  return {
    ...emptySearch, text: kept.text, person: named(kept.person), room: named(kept.room),
    has: hasKinds.includes(kept.has) ? kept.has : null, since: day(kept.since), until: day(kept.until),
  };
}
