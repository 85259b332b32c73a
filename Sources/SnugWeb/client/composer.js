// Where a message is written. What is being written in a room stays there while one looks at another.
import { el, icon, setText, show } from "./dom.js";
import { words } from "./words.js";

/// The server's bound for one message (UTF-8).
const contentBytesMax = 16_384;

const isTouch = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

export class Composer {
  #drafts;
  #roomId;
  #onPost;
  #input;
  #button;
  #note = el("p", { class: "composer-note", role: "alert", hidden: true });

  /// `drafts` is a Map by room id that outlives the view.
  constructor({ drafts, roomId, label, onPost }) {
    this.#drafts = drafts;
    this.#roomId = roomId;
    this.#onPost = onPost;
    this.#input = el("textarea", {
      class: "composer-input", rows: "1", dir: "auto", "aria-label": label, placeholder: words.composerHint,
      enterkeyhint: isTouch() ? "enter" : "send",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#keyed(event),
    });
    this.#button = el("button", { class: "send-button", "aria-label": words.send, title: words.send }, icon("send"));
    // A press on the button must not take the keyboard of a phone away.
    this.#button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.root = el("form", {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        this.#post();
      },
    }, this.#note, el("div", { class: "composer-row" }, this.#input, this.#button));
    this.#input.value = drafts.get(roomId) ?? "";
  }

  /// Called once it stands in the page: height can only be measured there.
  shown() {
    this.#changed();
    if (!isTouch()) this.#input.focus({ preventScroll: true });
  }

  setLabel(label) {
    this.#input.setAttribute("aria-label", label);
  }

  #changed() {
    const text = this.#input.value;
    if (text) this.#drafts.set(this.#roomId, text);
    else this.#drafts.delete(this.#roomId);
    this.#button.disabled = !text.trim();
    show(this.#note, false);
    if (CSS.supports("field-sizing", "content")) return;
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #keyed(event) {
    // 229 is what Safari says of the Enter that ends a composition.
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.altKey || isTouch()) return;
    event.preventDefault();
    this.#post();
  }

  #post() {
    const content = this.#input.value.trim();
    if (!content) return;
    if (new TextEncoder().encode(content).length > contentBytesMax) {
      setText(this.#note, words.tooLong);
      show(this.#note, true);
      return;
    }
    this.#input.value = "";
    this.#changed();
    this.#input.focus({ preventScroll: true });
    this.#onPost(content);
  }
}
