// A sentence at the bottom for a moment, about an act that was done or refused.
import { el, show } from "./dom.js";

const standsMilliseconds = 5_000;

export class Toast {
  root = el("p", { class: "toast", role: "status" });
  #timer = 0;

  constructor() {
    show(this.root, false);
  }

  /// An offer stands until it is taken.
  offer(sentence, label, onTaken) {
    clearTimeout(this.#timer);
    show(this.root, true);
    this.root.replaceChildren(`${sentence} `, el("button", { type: "button", class: "link-button", onclick: onTaken }, label));
  }

  say(sentence) {
    clearTimeout(this.#timer);
    show(this.root, true);
    this.root.textContent = sentence;
    this.#timer = setTimeout(() => show(this.root, false), standsMilliseconds);
  }
}
