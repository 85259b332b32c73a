// The menu of a message: react, answer, copy, change.
import { menuItem, showMenu } from "../choices/menu.js";
import { el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";

const quickEmoji = ["👍", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👀"];

/// `times` are sentences; `entries`: `[{icon, label, isDangerous, run}]`; `seenBy()` gives names, or is null;
/// `onReact(emoji)`; `reacted` are the emoji that stand on it by oneself. Gives a function that closes it.
export function showMessageMenu({ anchor, times, entries, reacted, seenBy, onReact, onClosed }) {
  const { fill, close } = showMenu({ label: words.messageActions, anchor, onClosed });
  const react = (emoji) => {
    close();
    onReact(emoji);
  };
  fill(
    el("p", { class: "menu-times" }, ...times.map((each) => el("span", {}, each))),
    el("div", { class: "menu-reactions", role: "group", "aria-label": words.react },
      ...quickEmoji.map((emoji) => el("button", {
        type: "button", class: "emoji-button", "aria-pressed": String(reacted.includes(emoji)), onclick: () => react(emoji),
      }, emoji)),
      el("button", {
        type: "button", class: "emoji-button", "aria-label": words.moreEmoji, title: words.moreEmoji,
        async onclick() {
          const { emojiPicker } = await import("./emoji-picker.js");
          fill(await emojiPicker({ onPick: react }));
        },
      }, icon("plus"))),
    ...entries.map((entry) => menuItem(entry.icon, entry.label, () => {
      close();
      entry.run();
    }, entry.isDangerous)),
    seenBy && menuItem("eye", words.seenBy, () => fill(readers(seenBy()))));
  return close;
}

function readers(names) {
  if (!names.length) return el("p", { class: "menu-said", tabindex: "-1" }, words.seenByNobody);
  return el("div", { class: "menu-readers" },
    el("h2", { tabindex: "-1" }, words.seenBy),
    el("ul", {}, ...names.map((name) => el("li", {}, el("bdi", {}, name)))));
}
