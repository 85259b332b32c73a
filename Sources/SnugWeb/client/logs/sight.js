// The message that counts as the last one read: it came wholly into sight. Pure: the page tells what stands in sight.

export class Sight {
  /// The range that has counted already; null at the start.
  #stood = null;
  /// The position of its reader when that stood there; null at the start.
  #read = null;
  /// The reader was led past unread messages that they have not seen.
  #isApart = false;
  /// The reader has marked as unread what they have seen: nothing counts before they come to it once more, or write.
  #isSetBack = false;
  /// The first unread message stood in sight.
  #wasAtLine = false;

  /// All that is in sight is new to its reader.
  anew() {
    this.#stood = null;
    this.#read = null;
    this.#isSetBack = false;
  }

  /// The reader was led elsewhere, where this is in sight: `{first, last}` or null. `read` is how far they have read.
  led(range, read) {
    this.#isApart = range !== null && range.first > read + 1;
  }

  /// The reader wants to be at the end: what lies before it is done with.
  wentToEnd() {
    this.#isApart = false;
    this.#isSetBack = false;
  }

  /// This has stood in sight for a while. Gives the number that everything counts as read up to, or null where nothing
  /// came into sight since the last time, though the position may have been set back meanwhile.
  stood(range, read) {
    if (!range) return null;
    if (range.first <= read + 1) this.#isApart = false;
    this.#noteSetBack(range, read);
    const seq = newest(range, this.#stood);
    this.#stood = range;
    if (this.#isApart || this.#isSetBack || seq === null || seq <= read) return null;
    this.#read = seq;
    return seq;
  }

  #noteSetBack({ first, last }, read) {
    const isAtLine = first <= read + 1 && read < last;
    if (this.#read !== null && read < this.#read) {
      this.#isSetBack = true;
    } else if (this.#isSetBack && isAtLine && !this.#wasAtLine) {
      this.#isSetBack = false;
      this.#stood = null;
    } else if (read > this.#read) {
      this.#isSetBack = false;
    }
    this.#wasAtLine = isAtLine;
    this.#read = read;
  }
}

/// The numbers that are in both, or null.
export function common(one, other) {
  if (!one || !other) return null;
  const first = Math.max(one.first, other.first);
  const last = Math.min(one.last, other.last);
  return first <= last ? { first, last } : null;
}

export const isSame = (one, other) => one?.first === other?.first && one?.last === other?.last;

/// The last number in the range that was not in sight before.
function newest({ first, last }, before) {
  if (!before || last > before.last) return last;
  return first < before.first ? Math.min(last, before.first - 1) : null;
}
