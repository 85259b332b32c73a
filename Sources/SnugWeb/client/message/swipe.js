// The swipe of a finger across a message, which answers it. Pure: offsets in pixels.

/// Browsers on phones take a swipe from either edge for Back or Forward.
const edgePixels = 28;
/// Up to here it may become anything: a tap, a hold, a scroll.
const beginsAfterPixels = 12;
/// A finger that rests for so long opens the menu (see onLongPress of ui/touch.js).
const holdsAfterMilliseconds = 450;
/// A scroll is steeper than this.
const slopeMin = 1.8;
export const answersFromPixels = 56;
const farthestPixels = 80;

export class Swipe {
  #from;
  #state = "waiting";
  #offset = 0;

  /// `x`, `y`: the finger came down there, at the moment `at` in milliseconds, in a window as wide as `width`. On a
  /// page that is zoomed in it moves the page.
  constructor({ x, y, at, width, isZoomed }) {
    this.#from = { x, y, at };
    if (isZoomed || x < edgePixels || x > width - edgePixels) this.#state = "over";
  }

  get isOver() { return this.#state === "over"; }
  get isUnderWay() { return this.#state === "swiping"; }
  get answers() { return this.isUnderWay && this.#offset >= answersFromPixels; }

  /// Gives the offset of the message by then.
  moved({ x, y, at }) {
    if (this.#state === "waiting" && at - this.#from.at >= holdsAfterMilliseconds) this.#state = "over";
    if (this.isOver) return 0;
    const [right, down] = [x - this.#from.x, Math.abs(y - this.#from.y)];
    if (this.#state === "waiting" && Math.max(Math.abs(right), down) >= beginsAfterPixels)
      this.#state = right > 0 && right >= down * slopeMin ? "swiping" : "over";
    if (!this.isUnderWay) return 0;
    // Towards the end it goes heavily.
    const beyond = Math.max(0, right - answersFromPixels);
    this.#offset = Math.max(0, Math.min(farthestPixels, Math.min(right, answersFromPixels) + beyond / 3));
    return this.#offset;
  }
}
