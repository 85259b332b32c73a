// A sentence at the head of the page for a moment, about an act that was done or refused. It covers no message, and
// takes no press: what stands beneath can be used.
import { el, show } from "./dom.js";

const standsMilliseconds = 5_000;

export class Toast {
  root = el("p", { class: "toast speaker", role: "status" });
  #timer = 0;
  #isSaid;

  /// `isSaid(sentence)`: true if the page says it elsewhere already.
  constructor(isSaid = () => false) {
    this.#isSaid = isSaid;
    show(this.root, false);
  }

  say(sentence) {
    if (this.#isSaid(sentence)) return;
    clearTimeout(this.#timer);
    show(this.root, true);
    this.root.textContent = sentence;
    this.#timer = setTimeout(() => show(this.root, false), standsMilliseconds);
  }
}
