// All emoji that can be picked, with a search field.
import { isComposing } from "../text/composing.js";
import { el, icon, setText } from "../ui/dom.js";
import { words } from "../words/words.js";
import { emojiIn, findEmoji } from "./emoji.js";

export async function emojiPicker({ onPick }) {
  const known = await emojiIn(document.documentElement.lang);
  const grid = el("div", { class: "emoji-grid", role: "group", "aria-label": words.emoji });
  const said = el("p", { class: "menu-said", role: "status" });
  const input = el("input", {
    type: "search", class: "input", "aria-label": words.findEmoji, placeholder: words.findEmoji, autocomplete: "off",
    oninput: fill,
    onkeydown(event) {
      if (event.key !== "Enter" || isComposing(event)) return;
      event.preventDefault();
      grid.querySelector("button")?.click();
    },
  });

  function fill() {
    const found = findEmoji(input.value, known);
    grid.replaceChildren(...found.map(({ emoji, name }) => {
      const label = name.replaceAll("_", " ");
      return el("button", { type: "button", class: "emoji-button", "aria-label": label, title: label, onclick: () => onPick(emoji) }, emoji);
    }));
    setText(said, found.length ? "" : words.noEmoji);
  }

  fill();
  return el("div", { class: "emoji-picker" }, el("div", { class: "search" }, icon("search"), input), said, grid);
}
