// The live region for screen readers: new messages alone, at most one announcement in two seconds.
import { words } from "../words/words.js";

const everyMilliseconds = 2_000;

export class Announcer {
  #region;
  #waiting = [];
  #timer = 0;

  constructor(region) {
    this.#region = region;
  }

  announce(sentence) {
    this.#waiting.push(sentence);
    if (!this.#timer) this.#say();
  }

  #say() {
    if (!this.#waiting.length) {
      this.#timer = 0;
      return;
    }
    this.#region.textContent = this.#waiting.length === 1 ? this.#waiting[0] : words.announcedMany(this.#waiting.length);
    this.#waiting = [];
    this.#timer = setTimeout(() => this.#say(), everyMilliseconds);
  }
}
