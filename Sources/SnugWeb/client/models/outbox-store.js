// The outbox's entries in IndexedDB, each user's apart, and beside them their files: they outlive the page.
import { inStore } from "./database.js";

/// The files of one user that a browser is asked to keep.
const filesMax = 100;
const bytesMax = 250_000_000;

/// Forgets everyone's, or only those `of` one user, or all `but` one's: what one account wrote is not for the next.
export async function forgetOutbox({ of = null, but = null } = {}) {
  const entries = await inStore("outbox", "readonly", (store) => store.getAll()) ?? [];
  const isForgotten = ({ userId }) => userId !== but && (of === null || userId === of);
  await Promise.all(entries.filter(isForgotten).map(({ clientId }) => forget(clientId)));
}

const forget = (clientId) => inStore(["outbox", "files"], "readwrite", (outbox, files) => {
  files.delete(rangeOf(clientId));
  return outbox.delete(clientId);
});

/// Of a message, its files by their keys.
const rangeOf = (clientId) => IDBKeyRange.bound([clientId], [clientId, []]);

/// Their order does not hang on the clock, which may be set back; those of earlier versions have no other.
const orderOf = ({ order, at }) => order ?? at;

export class OutboxStore {
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /// In the order in which they were written; null where the browser does not tell.
  async all() {
    const found = await inStore("outbox", "readonly", (store) => this.#entries(store));
    return found && found.sort((a, b) => orderOf(a) - orderOf(b));
  }

  #entries(store) {
    return store.index("userId").getAll(this.#userId);
  }

  /// Gives false where the browser keeps nothing, and where it would be too much. `given` are the blobs of the entry's
  /// files, as long as these are not kept.
  async put(entry, given = null) {
    const own = { ...entry, userId: this.#userId };
    if (!given) return await inStore("outbox", "readwrite", (store) => store.put(own)) !== null;
    return await inStore(["outbox", "files"], "readwrite", (outbox, files) => {
      const entries = this.#entries(outbox);
      entries.addEventListener("success", () => {
        const others = entries.result.filter(({ clientId }) => clientId !== entry.clientId);
        if (isTooMuch([...others, entry].flatMap((each) => each.files ?? []))) return outbox.transaction.abort();
        try {
          given.forEach(({ blob, preview }, index) =>
            files.put({ clientId: entry.clientId, key: entry.files[index].key, blob, preview }));
          outbox.put(own);
        } catch (error) {
          // Of a full disk some browsers tell at once, and of a file that is not there any more.
          console.warn("A message with files cannot be kept", error);
          outbox.transaction.abort();
        }
      });
      return entries;
    }) !== null;
  }

  /// The files of one, `[{key, blob, preview}]`; null where the browser does not tell.
  files(clientId) {
    return inStore("files", "readonly", (store) => store.getAll(rangeOf(clientId)));
  }

  delete(clientId) {
    return forget(clientId);
  }
}

/// True for more than a browser is asked to keep, messages' files or chosen ones.
export const isTooMuch = (files) => files.length > filesMax || files.reduce((sum, { size }) => sum + size, 0) > bytesMax;
