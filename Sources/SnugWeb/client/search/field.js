// The field that a search is typed in, with a list of what fits the filter before the caret: a combobox by the pattern
// of ARIA, whose focus stays in the field.
import { isComposing } from "../text/composing.js";
import { el, icon, show } from "../ui/dom.js";
import { words } from "../words/words.js";

const listId = "search-suggestions";

export class SearchField {
  #options;
  #suggestions = [];
  #active = -1;
  #list;
  #clear;

  /// `onInput()`: something was typed; `onSubmit()`; `onPick(suggestion)`; `onBack()`: nothing is left before the caret
  /// to take back; `onDown()`: the way to what is below; `onLeave()`: Escape, with nothing to close or to clear.
  constructor(options) {
    this.#options = options;
    this.#list = el("ul", { class: "completions search-suggestions", role: "listbox", id: listId, "aria-label": words.suggestions, hidden: true });
    this.input = el("input", {
      type: "text", class: "input", role: "combobox", "aria-label": words.searchMessages, placeholder: words.searchMessages, dir: "auto",
      "aria-autocomplete": "list", "aria-controls": listId, "aria-expanded": "false", "aria-haspopup": "listbox",
      autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search", maxlength: "400",
      oninput: (event) => this.#changed(event), oncompositionend: () => this.#changed({}),
      onkeydown: (event) => this.#keyed(event), onblur: () => this.suggest([]),
    });
    this.#clear = el("button", {
      type: "button", class: "icon-button search-clear", "aria-label": words.clearSearch, title: words.clearSearch, hidden: true,
      onclick: () => this.#clearAll(),
    }, icon("close"));
    this.root = el("form", {
      class: "search search-field", role: "search",
      onsubmit(event) {
        event.preventDefault();
        options.onSubmit();
      },
    }, icon("search"), this.input, this.#clear, this.#list);
  }

  get text() {
    return this.input.value;
  }

  get caret() {
    return this.input.selectionStart ?? this.input.value.length;
  }

  write(text, caret = text.length) {
    if (this.input.value !== text) this.input.value = text;
    if (document.activeElement === this.input) this.input.setSelectionRange(caret, caret);
    show(this.#clear, text !== "");
  }

  focus({ isWhole = false } = {}) {
    this.input.focus();
    if (isWhole) this.input.select();
  }

  /// `[{nodes, …}]`; the first one is what Enter takes.
  suggest(suggestions) {
    if (!suggestions.length && !this.#suggestions.length) return;
    this.#suggestions = suggestions;
    this.#list.replaceChildren(...suggestions.map((suggestion, index) => el("li", {
      class: "completion", role: "option", id: `${listId}-${index}`,
      // A press must not take the focus from the field.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.#options.onPick(suggestion),
    }, ...suggestion.nodes)));
    show(this.#list, suggestions.length > 0);
    this.input.setAttribute("aria-expanded", String(suggestions.length > 0));
    this.#activate(suggestions.length ? 0 : -1);
  }

  #activate(index) {
    this.#active = index;
    for (const [at, item] of [...this.#list.children].entries()) item.setAttribute("aria-selected", String(at === index));
    const active = this.#list.children[index];
    if (!active) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }

  /// Letters that are still being composed are no search yet.
  #changed({ isComposing: isUnderWay = false }) {
    show(this.#clear, this.text !== "");
    if (!isUnderWay) this.#options.onInput();
  }

  #clearAll() {
    this.write("");
    this.focus();
    this.#options.onInput();
  }

  #keyed(event) {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTaken = this.#suggestions.length ? this.#keyedInList(event) : this.#keyedAlone(event);
    if (isTaken) event.preventDefault();
  }

  #keyedInList({ key, shiftKey }) {
    const count = this.#suggestions.length;
    switch (key) {
      case "ArrowDown": this.#activate((this.#active + 1) % count); return true;
      case "ArrowUp": this.#activate((this.#active + count - 1) % count); return true;
      case "Escape": this.suggest([]); return true;
      case "Enter":
      case "Tab":
        if (shiftKey) return false;
        this.#options.onPick(this.#suggestions[this.#active]);
        return true;
      default: return false;
    }
  }

  #keyedAlone({ key }) {
    const { selectionStart: start, selectionEnd: end } = this.input;
    switch (key) {
      case "ArrowDown": return this.#options.onDown();
      case "Backspace": return start === 0 && end === 0 && this.#options.onBack();
      case "Escape":
        if (this.text) this.#clearAll();
        else this.#options.onLeave();
        return true;
      default: return false;
    }
  }
}
