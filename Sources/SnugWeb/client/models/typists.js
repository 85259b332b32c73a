// The people who are typing, by room. Times are handed in, of a clock that nobody sets (`performance.now()`).

/// A typing person says so every three seconds; one that was missed is forgiven.
export const typingMilliseconds = 6_000;
const sayEveryMilliseconds = 3_000;

export class Typists {
  #until = new Map();
  #saidAt = new Map();

  heard(roomId, userId, now) {
    if (!this.#until.has(roomId)) this.#until.set(roomId, new Map());
    const inRoom = this.#until.get(roomId);
    inRoom.delete(userId);
    inRoom.set(userId, now + typingMilliseconds);
  }

  /// The typed message came.
  finished(roomId, userId) {
    return this.#until.get(roomId)?.delete(userId) ?? false;
  }

  in(roomId, now) {
    return [...this.#until.get(roomId) ?? []].filter(([, until]) => until > now).map(([userId]) => userId);
  }

  /// True if it is time to tell the room, again, that one is typing.
  isDue(roomId, now) {
    if (now - (this.#saidAt.get(roomId) ?? -Infinity) < sayEveryMilliseconds) return false;
    this.#saidAt.set(roomId, now);
    return true;
  }

  /// One's own message was sent: typing starts anew.
  sent(roomId) {
    this.#saidAt.delete(roomId);
  }
}
