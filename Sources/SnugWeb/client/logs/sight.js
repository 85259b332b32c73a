// The message that counts as the last one read: it came wholly into sight. Pure: the page tells what stands in sight.

export class Sight {
  /// The range that has counted already; null at the start, and when the reader comes back to the page.
  #stood = null;
  /// The reader was led past unread messages that they have not seen.
  #isApart = false;

  /// All that is in sight is new to its reader: another log, or a page that was not looked at.
  anew() {
    this.#stood = null;
  }

  /// The reader was led elsewhere, where this is in sight: `{first, last}` or null. `read` is how far they have read.
  led(range, read) {
    this.#isApart = range !== null && range.first > read + 1;
  }

  /// The reader wants to be at the end: what lies before it is done with.
  wentToEnd() {
    this.#isApart = false;
  }

  /// This has stood in sight for a while. Gives the number that everything counts as read up to, or null where nothing
  /// came into sight since the last time, though the position may have been set back meanwhile.
  stood(range, read) {
    if (!range) return null;
    if (range.first <= read + 1) this.#isApart = false;
    const seq = newest(range, this.#stood);
    this.#stood = range;
    return this.#isApart || seq === null || seq <= read ? null : seq;
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
