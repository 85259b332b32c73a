// The outbox's entries in IndexedDB, each user's apart: they outlive the page.
import { inStore } from "./database.js";

/// Forgets everyone's, or only those `of` one user, or all `but` one's: what one account wrote is not for the next.
export async function forgetOutbox({ of = null, but = null } = {}) {
  const entries = await inStore("outbox", "readonly", (store) => store.getAll()) ?? [];
  const isForgotten = ({ userId }) => userId !== but && (of === null || userId === of);
  await Promise.all(entries.filter(isForgotten).map(({ clientId }) => inStore("outbox", "readwrite", (store) => store.delete(clientId))));
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
