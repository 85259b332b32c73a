// Where the outbox outlives the page: IndexedDB, each user's entries apart.

const databaseName = "snug";
const entries = "outbox";

export class OutboxStore {
  #userId;
  #opening = null;

  constructor(userId) {
    this.#userId = userId;
  }

  /// In the order in which they were written.
  async all() {
    const found = await this.#run("readonly", (store) => store.index("userId").getAll(this.#userId));
    return (found ?? []).sort((a, b) => a.at - b.at);
  }

  put(entry) {
    return this.#run("readwrite", (store) => store.put({ ...entry, userId: this.#userId }));
  }

  delete(clientId) {
    return this.#run("readwrite", (store) => store.delete(clientId));
  }

  /// Some browsers refuse to store anything in private windows: the outbox then lives as long as the page.
  async #run(mode, work) {
    try {
      this.#opening ??= open();
      return await settled(work((await this.#opening).transaction(entries, mode).objectStore(entries)));
    } catch (error) {
      console.warn("The outbox cannot be kept", error);
      return null;
    }
  }
}

function open() {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(entries, { keyPath: "clientId" }).createIndex("userId", "userId");
  };
  return settled(request);
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
