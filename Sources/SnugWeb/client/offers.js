// Offers above the page, where they cover nothing: one after the other, each until it is taken or put away.
import { el, show } from "./ui/dom.js";

export class Offers {
  root = el("div", { class: "banner news", role: "status", hidden: true });
  /// `{name, nodes}` each; the first one stands.
  #queue = [];
  #onGone;

  /// `onGone()`: the button that had the focus is gone.
  constructor(onGone) {
    this.#onGone = onGone;
  }

  /// `onTaken()` gives, or promises, true if that worked; the offer stays otherwise. `onPutAway()`: it is not wanted.
  /// It takes the place of one of the same `name`.
  add({ name = Symbol("offer"), sentence, take, putAway, onTaken, onPutAway = () => {} }) {
    const end = () => {
      this.#queue = this.#queue.filter((each) => each !== offer);
      this.#show();
    };
    const button = (label, act) => el("button", { type: "button", class: "link-button", onclick: act }, label);
    const nodes = [
      el("span", {}, sentence),
      button(take, async () => { if (await onTaken()) end(); }),
      button(putAway, () => {
        onPutAway();
        end();
      }),
    ];
    const offer = { name, nodes };
    const index = this.#queue.findIndex((each) => each.name === name);
    if (index < 0) this.#queue.push(offer);
    else this.#queue[index] = offer;
    if (this.#queue[0] === offer) this.#show();
  }

  #show() {
    const hadFocus = this.root.contains(document.activeElement);
    const nodes = this.#queue[0]?.nodes ?? [];
    this.root.replaceChildren(...nodes);
    show(this.root, nodes.length > 0);
    if (!hadFocus) return;
    if (nodes.length) nodes[1].focus();
    else this.#onGone();
  }
}
