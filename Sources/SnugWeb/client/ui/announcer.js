// The live region for screen readers: at most one announcement in two seconds.
import { words } from "../words/words.js";

const everyMilliseconds = 2_000;

export class Announcer {
  #region;
  /// New messages, and the last other sentence, that wait to be said.
  #messages = [];
  #sentence = null;
  #timer = 0;

  constructor(region) {
    this.#region = region;
  }

  /// A new message: of several that wait, their number is said.
  announce(message) {
    this.#messages.push(message);
    if (!this.#timer) this.#speak();
  }

  say(sentence) {
    this.#sentence = sentence;
    if (!this.#timer) this.#speak();
  }

  #speak() {
    this.#timer = 0;
    const count = this.#messages.length;
    const said = [this.#sentence, count > 1 ? words.announcedMany(count) : this.#messages[0]].filter(Boolean);
    // Nothing that was said stays, to be come upon later.
    this.#region.textContent = said.join(" ");
    if (!said.length) return;
    this.#messages = [];
    this.#sentence = null;
    this.#timer = setTimeout(() => this.#speak(), everyMilliseconds);
  }
}
