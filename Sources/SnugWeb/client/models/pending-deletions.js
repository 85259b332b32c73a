// Deletions that can still be undone: the server is asked only when the time for second thoughts is over, and only for
// the log that the message stands in. A page that wakes up does not know yet which log the server has.
import { api as server } from "./api.js";

const undoWithinMilliseconds = 5_000;

export class PendingDeletions {
  #logs;
  #socket;
  #epoch;
  #api;
  #onFailed;
  #onDropped;
  /// By room and number: `{roomId, seq, epoch, timer, isDue, isUnderWay}`; `isDue`: it waits for a connection alone;
  /// `isUnderWay`: the server has been asked, and it can be undone no more.
  #waiting = new Map();

  /// `socket`: `isOpen`, `confirm()`; `epoch()`: that of the server's log; `onFailed(problem)`: the message stays;
  /// `onDropped()`: it is one of another log.
  constructor({ logs, socket, epoch, onFailed, onDropped, api = server }) {
    this.#logs = logs;
    this.#socket = socket;
    this.#epoch = epoch;
    this.#api = api;
    this.#onFailed = onFailed;
    this.#onDropped = onDropped;
    // A page that goes away has no second thoughts, and one that is hidden may never come back.
    addEventListener("pagehide", () => this.carryOutAll());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.carryOutAll();
    });
  }

  async carryOutAll() {
    await Promise.all([...this.#waiting.values()].map((deletion) => {
      clearTimeout(deletion.timer);
      deletion.isDue = true;
      return this.#socket.isOpen && this.#carryOut(deletion);
    }));
  }

  /// Before one signs out, which REST may do where there is no connection: the list of rooms tells the epoch too.
  async finish() {
    if (this.#socket.isOpen || !this.#waiting.size) return this.carryOutAll();
    const { epoch } = await this.#api.rooms();
    const waiting = [...this.#waiting.values()].filter((deletion) => deletion.epoch === epoch);
    await Promise.all(waiting.map((deletion) => this.#carryOut(deletion)));
  }

  /// The server has told which log it has.
  opened() {
    for (const deletion of [...this.#waiting.values()].filter(({ isUnderWay }) => !isUnderWay))
      if (deletion.epoch !== this.#epoch()) {
        this.undo(deletion.roomId, deletion.seq);
        this.#onDropped();
      } else if (deletion.isDue) {
        this.#carryOut(deletion);
      }
  }

  remove(roomId, seq) {
    const key = keyOf(roomId, seq);
    if (this.#waiting.has(key)) return;
    const deletion = { roomId, seq, epoch: this.#epoch(), isDue: false, isUnderWay: false };
    deletion.timer = setTimeout(() => this.#due(deletion), undoWithinMilliseconds);
    this.#waiting.set(key, deletion);
    this.#logs.apply(roomId, { type: "removing", seq });
  }

  undo(roomId, seq) {
    const key = keyOf(roomId, seq);
    if (this.#waiting.get(key)?.isUnderWay) return;
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
    this.#logs.apply(roomId, { type: "kept", seq });
  }

  /// Without a connection that answers, the next one brings it up again.
  async #due(deletion) {
    deletion.isDue = true;
    if (await this.#socket.confirm()) await this.#carryOut(deletion);
  }

  async #carryOut(deletion) {
    const { roomId, seq } = deletion;
    const key = keyOf(roomId, seq);
    if (this.#waiting.get(key) !== deletion || deletion.isUnderWay) return;
    clearTimeout(deletion.timer);
    deletion.isUnderWay = true;
    try {
      await this.#api.deleteMessage(roomId, seq);
      this.#waiting.delete(key);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      // Nobody has heard it: the next connection brings it up again.
      if (problem.isUnreachable) return Object.assign(deletion, { isDue: true, isUnderWay: false });
      this.#waiting.delete(key);
      this.#logs.apply(roomId, { type: "kept", seq });
      this.#onFailed(problem);
    }
  }
}

const keyOf = (roomId, seq) => `${roomId}/${seq}`;
