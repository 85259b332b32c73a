// A sentence at the bottom for a moment, about an act that was done or refused.
import { el, show } from "./dom.js";

const standsMilliseconds = 5_000;

export class Toast {
  root = el("p", { class: "toast speaker", role: "status" });
  #timer = 0;
  /// The offer that stands until it is taken.
  #offered = [];

  constructor() {
    show(this.root, false);
  }

  /// An offer stands until it is taken.
  offer(sentence, label, onTaken) {
    clearTimeout(this.#timer);
    this.#offered = [`${sentence} `, el("button", { type: "button", class: "link-button", onclick: () => this.#taken(onTaken) }, label)];
    this.#showOffer();
  }

  say(sentence) {
    clearTimeout(this.#timer);
    show(this.root, true);
    this.root.textContent = sentence;
    this.#timer = setTimeout(() => this.#showOffer(), standsMilliseconds);
  }

  #taken(onTaken) {
    this.#offered = [];
    show(this.root, false);
    onTaken();
  }

  #showOffer() {
    this.root.replaceChildren(...this.#offered);
    show(this.root, this.#offered.length > 0);
  }
}
