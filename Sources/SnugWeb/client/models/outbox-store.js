// The outbox's entries in IndexedDB, each user's apart: they outlive the page.
import { inStore } from "./database.js";

/// Forgets everyone's, but those of one user: what one account wrote is not for the next to find.
export async function forgetOutbox({ but = null } = {}) {
  const kept = but === null ? [] : await new OutboxStore(but).all();
  await inStore("outbox", "readwrite", (store) => {
    const cleared = store.clear();
    for (const entry of kept) store.put(entry);
    return cleared;
  });
}

export class OutboxStore {
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /// In the order in which they were written.
  async all() {
    const found = await inStore("outbox", "readonly", (store) => store.index("userId").getAll(this.#userId));
    return (found ?? []).sort((a, b) => a.at - b.at);
  }

  put(entry) {
    return inStore("outbox", "readwrite", (store) => store.put({ ...entry, userId: this.#userId }));
  }

  delete(clientId) {
    return inStore("outbox", "readwrite", (store) => store.delete(clientId));
  }
}
