// The files that were chosen for messages, in IndexedDB, by the keys under which the drafts of their rooms name them:
// they outlive the page, as the texts beside them do.
import { inStore } from "../models/database.js";
import { filesOf } from "../models/drafts.js";
import { isTooMuch } from "../models/outbox-store.js";

/// Another tab may be about to name one that is younger, or to send it.
const forgottenAfterMilliseconds = 86_400_000;

export class ChosenStore {
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /// Gives false where the browser keeps nothing, and where it would be too much.
  async put(key, file) {
    return await inStore("chosen", "readwrite", (chosen) => {
      const others = chosen.getAll(filesOf(this.#userId));
      others.addEventListener("success", () => {
        if (isTooMuch([...others.result.map((each) => each.file), file])) return chosen.transaction.abort();
        try {
          chosen.put({ userId: this.#userId, key, file, at: Date.now() });
        } catch (error) {
          // Of a full disk some browsers tell at once, and of a file that is not there any more.
          console.warn("A chosen file cannot be kept", error);
          chosen.transaction.abort();
        }
      });
      return others;
    }) !== null;
  }

  /// Promises `{key, file}` of all; null where the browser does not tell.
  all() {
    return inStore("chosen", "readonly", (chosen) => chosen.getAll(filesOf(this.#userId)));
  }

  /// Deletes these.
  delete(keys) {
    return inStore("chosen", "readwrite", (chosen) => {
      for (const key of keys) chosen.delete([this.#userId, key]);
      return chosen.count();
    });
  }

  /// Deletes those that nothing names any more.
  async sweep(named, now = Date.now()) {
    const isLost = ({ key, at }) => !named.has(key) && Math.abs(now - at) > forgottenAfterMilliseconds;
    const lost = (await this.all() ?? []).filter(isLost).map(({ key }) => key);
    if (lost.length) await this.delete(lost);
  }
}
