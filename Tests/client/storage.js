import { SafeStorage } from "../../Sources/SnugWeb/client/text/storage.js";

/// A storage that holds these.
export function holding(entries = {}) {
  const kept = new Map(Object.entries(entries));
  return new SafeStorage(() => ({
    get length() { return kept.size; },
    key: (index) => [...kept.keys()][index],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  }));
}
