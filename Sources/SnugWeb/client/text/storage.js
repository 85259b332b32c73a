// The browser's storage by name (`localStorage`), which all of its tabs share. Some browsers refuse even a look at it,
// and some have no room left: the page goes on without.

export class SafeStorage {
  #storage = null;

  /// `find()` gives one like `localStorage`, or throws.
  constructor(find) {
    this.#storage = this.#try(find) ?? null;
  }

  getItem(key) {
    return this.#try(() => this.#storage?.getItem(key)) ?? null;
  }

  /// Gives true if it is kept.
  setItem(key, value) {
    return this.#try(() => {
      this.#storage.setItem(key, value);
      return true;
    }) ?? false;
  }

  removeItem(key) {
    this.#try(() => this.#storage?.removeItem(key));
  }

  keys() {
    return this.#try(() => Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index))) ?? [];
  }

  /// True where nothing was ever kept here; of a storage that says nothing, that is not known.
  get isEmpty() {
    return this.#try(() => this.#storage.length === 0) ?? false;
  }

  #try(work) {
    try {
      return work();
    } catch (error) {
      console.warn("The browser keeps nothing", error);
      return undefined;
    }
  }
}

export const storage = new SafeStorage(() => globalThis.localStorage);
