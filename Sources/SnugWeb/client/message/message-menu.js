// The menu of a message: react, answer, copy, change.
import { menuItem, showMenu } from "../choices/menu.js";
import { emojiPicker } from "../emoji/emoji-picker.js";
import { bdi, el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";

const quickEmoji = ["👍", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👀"];

/// `times` are sentences; `entries`: `[{icon, label, isDangerous, run}]`; `seenBy()` gives `[{id, name, avatar}]`, or
/// is null; `onReact(emoji)`, `onPerson(id)`; `reacted` are the emoji that stand on it by oneself. Gives a function
/// that closes it.
export function showMessageMenu({ anchor, lifted, times, entries, reacted, seenBy, onReact, onPerson, onClosed }) {
  const { fill, close } = showMenu({ label: words.messageActions, anchor, lifted, onClosed });
  const react = (emoji) => {
    close();
    onReact(emoji);
  };
  const toPerson = (id) => {
    close(false);
    onPerson(id);
  };
  fill(
    el("p", { class: "menu-times" }, ...times.map((each) => el("span", {}, each))),
    el("div", { class: "menu-reactions", role: "group", "aria-label": words.react },
      ...quickEmoji.map((emoji) => el("button", {
        type: "button", class: "emoji-button", "aria-pressed": String(reacted.includes(emoji)), onclick: () => react(emoji),
      }, emoji)),
      el("button", {
        type: "button", class: "emoji-button", "aria-label": words.moreEmoji, title: words.moreEmoji,
        onclick: async () => fill(await emojiPicker({ onPick: react })),
      }, icon("plus"))),
    ...entries.map((entry) => menuItem(entry.icon, entry.label, () => {
      close();
      entry.run();
    }, entry.isDangerous)),
    seenBy && menuItem("eye", words.seenBy, () => fill(readers(seenBy(), toPerson))));
  return close;
}

function readers(people, onPerson) {
  if (!people.length) return el("p", { class: "menu-said", tabindex: "-1" }, words.seenByNobody);
  return el("div", { class: "menu-readers" },
    el("h2", { tabindex: "-1" }, words.seenBy),
    el("ul", {}, ...people.map((person) => el("li", {}, personButton(person, onPerson)))));
}

/// Someone in a list of a menu, `{id, name, avatar}`, whose card it opens.
export const personButton = ({ id, name, avatar }, onPerson, ...more) =>
  el("button", { type: "button", class: "menu-item", onclick: () => onPerson(id) }, avatar, bdi(name, "grow ellipsis"), ...more);
