// The list above the composer to complete from; the focus stays in the text.
import { el, show } from "../ui/dom.js";
import { words } from "../words/words.js";

let lists = 0;

export class CompletionList {
  #input;
  #onPick;
  #suggestions = [];
  #active = 0;

  constructor({ input, onPick }) {
    this.#input = input;
    this.#onPick = onPick;
    this.root = el("ul", {
      class: "completions", role: "listbox", id: `completions-${++lists}`, "aria-label": words.suggestions, hidden: true,
    });
    input.setAttribute("aria-controls", this.root.id);
  }

  /// `[{replacement, nodes}]`
  show(suggestions) {
    this.#suggestions = suggestions;
    this.root.replaceChildren(...suggestions.map((suggestion, index) => el("li", {
      class: "completion", role: "option", id: `${this.root.id}-${index}`,
      // A press must not take the focus from the text.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.#onPick(suggestion),
    }, ...suggestion.nodes)));
    show(this.root, suggestions.length > 0);
    this.#activate(0);
  }

  hide() {
    if (this.#suggestions.length) this.show([]);
  }

  /// Gives true if the key was for this list.
  keyed(event) {
    if (!this.#suggestions.length) return false;
    const count = this.#suggestions.length;
    if (event.key === "ArrowDown") this.#activate((this.#active + 1) % count);
    else if (event.key === "ArrowUp") this.#activate((this.#active + count - 1) % count);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) this.#onPick(this.#suggestions[this.#active]);
    else return false;
    event.preventDefault();
    return true;
  }

  #activate(index) {
    this.#active = index;
    [...this.root.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const active = this.root.children[index];
    if (active) {
      this.#input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }
}
