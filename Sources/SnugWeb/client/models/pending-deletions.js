// Deletions that can still be undone: the server is asked only when the time for second thoughts is over.
import { api } from "./api.js";

const undoWithinMilliseconds = 5_000;

export class PendingDeletions {
  #logs;
  #onFailed;
  #waiting = new Map();

  /// `onFailed(problem)`: the message stays.
  constructor({ logs, onFailed }) {
    this.#logs = logs;
    this.#onFailed = onFailed;
    // A page that goes away has no second thoughts, and one that is hidden may never come back.
    addEventListener("pagehide", () => this.carryOutAll());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.carryOutAll();
    });
  }

  async carryOutAll() {
    await Promise.all([...this.#waiting.values()].map(({ timer, carryOut }) => {
      clearTimeout(timer);
      return carryOut();
    }));
  }

  remove(roomId, seq) {
    const key = `${roomId}/${seq}`;
    if (this.#waiting.has(key)) return;
    const carryOut = () => this.#carryOut(key, roomId, seq);
    this.#waiting.set(key, { carryOut, timer: setTimeout(carryOut, undoWithinMilliseconds) });
    this.#logs.apply(roomId, { type: "removing", seq });
  }

  undo(roomId, seq) {
    const key = `${roomId}/${seq}`;
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.#logs.apply(roomId, { type: "kept", seq });
  }

  async #carryOut(key, roomId, seq) {
    this.#waiting.delete(key);
    try {
      await api.deleteMessage(roomId, seq);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#logs.apply(roomId, { type: "kept", seq });
      this.#onFailed(problem);
    }
  }
}
