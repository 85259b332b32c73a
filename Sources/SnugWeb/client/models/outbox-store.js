// The outbox's entries in IndexedDB, each user's apart: they outlive the page.
import { inStore } from "./database.js";

/// Forgets everyone's, or only those `of` one user, or all `but` one's: what one account wrote is not for the next.
export async function forgetOutbox({ of = null, but = null } = {}) {
  const entries = await inStore("outbox", "readonly", (store) => store.getAll()) ?? [];
  const isForgotten = ({ userId }) => userId !== but && (of === null || userId === of);
  await Promise.all(entries.filter(isForgotten).map(({ clientId }) => inStore("outbox", "readwrite", (store) => store.delete(clientId))));
}

/// Their order does not hang on the clock, which may be set back; those of earlier versions have no other.
const orderOf = ({ order, at }) => order ?? at;

export class OutboxStore {
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /// In the order in which they were written; null where the browser does not tell.
  async all() {
    const found = await inStore("outbox", "readonly", (store) => store.index("userId").getAll(this.#userId));
    return found && found.sort((a, b) => orderOf(a) - orderOf(b));
  }

  /// Gives false where the browser keeps nothing.
  async put(entry) {
    return await inStore("outbox", "readwrite", (store) => store.put({ ...entry, userId: this.#userId })) !== null;
  }

  delete(clientId) {
    return inStore("outbox", "readwrite", (store) => store.delete(clientId));
  }
}
