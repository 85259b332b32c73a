// Messages on their way to the server. Of a room one is under way at a time, so that neither a refusal nor a lost
// connection changes the order in which they were written.

/// Rooms that have one under way at the same time: on a slow line, more would only wait behind each other.
const roomsMax = 3;
/// The wait for an answer, and what is added for each byte: a line of 4 KB a second is slow, not dead.
const answerWithinMilliseconds = 10_000;
const millisecondsPerByte = 1 / 4;
/// Sends on open connections on which nothing was answered before the person is asked.
const triesMax = 3;
/// Refusals that a moment's wait mends: the page waits by itself.
const passing = new Set(["rate_limited", "busy", "stopping"]);
/// Times that a server may say of one message that it cannot write it down, before the person is asked: two minutes of
/// them, in which a standby takes over, or somebody comes to a full or locked disk.
const unwrittenMax = 24;

export class Flights {
  /// By `clientId`: `{roomId, answers}`, with the number of answers that had come when it was sent.
  #underWay = new Map();
  #tries = new Map();
  /// By `clientId`: the times that the server could not write it down.
  #unwritten = new Map();
  #answers = 0;
  #rests = 0;
  #onSilent;
  #onRested;

  /// `onSilent()`: the connection answers nothing; `onRested()`: the server may be asked again.
  constructor({ onSilent, onRested }) {
    this.#onSilent = onSilent;
    this.#onRested = onRested;
  }

  mayStart(roomId) {
    const rooms = [...this.#underWay.values()].map((flight) => flight.roomId);
    return this.#rests === 0 && rooms.length < roomsMax && !rooms.includes(roomId);
  }

  /// True for one that was sent often enough without an answer.
  isTired(clientId) { return (this.#tries.get(clientId) ?? 0) >= triesMax; }

  /// Notes a refusal. True where the same is to be sent again after a wait.
  isPassing(clientId, code) {
    if (code !== "storage_failed") return passing.has(code);
    const times = (this.#unwritten.get(clientId) ?? 0) + 1;
    this.#unwritten.set(clientId, times);
    return times <= unwrittenMax;
  }

  roomOf(clientId) { return this.#underWay.get(clientId)?.roomId; }

  start(roomId, clientId, bytes) {
    const flight = { roomId, answers: this.#answers };
    this.#underWay.set(clientId, flight);
    this.#watch(clientId, flight, answerWithinMilliseconds + bytes * millisecondsPerByte);
  }

  /// The server has answered this one.
  answered(clientId) {
    if (this.#underWay.has(clientId)) this.#answers += 1;
    this.#underWay.delete(clientId);
    this.#tries.delete(clientId);
  }

  /// Its tries count no more.
  forget(clientId) {
    this.#underWay.delete(clientId);
    this.#tries.delete(clientId);
    this.#unwritten.delete(clientId);
  }

  /// The connection is lost. A try counts only where nothing was answered meanwhile: else the line is slow.
  closed() {
    for (const [clientId, { answers }] of this.#underWay)
      if (answers === this.#answers) this.#tries.set(clientId, (this.#tries.get(clientId) ?? 0) + 1);
    this.#underWay.clear();
  }

  /// Sends nothing for a while: the server has asked for it.
  rest(seconds) {
    this.#rests += 1;
    setTimeout(() => {
      this.#rests -= 1;
      if (this.#rests === 0) this.#onRested();
    }, seconds * 1_000);
  }

  #watch(clientId, flight, within) {
    const answers = this.#answers;
    setTimeout(() => {
      if (this.#underWay.get(clientId) !== flight) return;
      if (answers === this.#answers) this.#onSilent();
      else this.#watch(clientId, flight, within);
    }, within);
  }
}
