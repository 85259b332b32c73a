// Deletions that can still be undone: the server is asked only when the time for second thoughts is over.
import { api } from "./api.js";

const undoWithinMilliseconds = 5_000;

export class PendingDeletions {
  #timelines;
  #onFailed;
  #waiting = new Map();

  /// `onFailed(problem)`: the message stays.
  constructor({ timelines, onFailed }) {
    this.#timelines = timelines;
    this.#onFailed = onFailed;
    // A page that goes away has no second thoughts.
    addEventListener("pagehide", () => {
      for (const { timer, carryOut } of this.#waiting.values()) {
        clearTimeout(timer);
        carryOut();
      }
    });
  }

  remove(roomId, seq) {
    const key = `${roomId}/${seq}`;
    if (this.#waiting.has(key)) return;
    const carryOut = () => this.#carryOut(key, roomId, seq);
    this.#waiting.set(key, { carryOut, timer: setTimeout(carryOut, undoWithinMilliseconds) });
    this.#timelines.apply(roomId, { type: "removing", seq });
  }

  undo(roomId, seq) {
    const key = `${roomId}/${seq}`;
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.#timelines.apply(roomId, { type: "kept", seq });
  }

  async #carryOut(key, roomId, seq) {
    this.#waiting.delete(key);
    try {
      await api.deleteMessage(roomId, seq);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#timelines.applyIfOpened(roomId, { type: "kept", seq });
      this.#onFailed(problem);
    }
  }
}
