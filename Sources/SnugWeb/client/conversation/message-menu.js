// The menu of a message: react, answer, copy, change. A small window at the message, on a phone at the bottom of the
// page.
import { cover } from "../ui/dialog.js";
import { el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";

const quickEmoji = ["👍", "❤️", "😂", "😮", "😢", "🎉", "🙏", "👀"];
const gapPixels = 6;

/// `times` are sentences; `entries`: `[{icon, label, isDangerous, run}]`; `seenBy()` gives names, or is null;
/// `onReact(emoji)`; `reacted` are the emoji that stand on it by oneself. Gives a function that closes it.
export function showMessageMenu({ anchor, times, entries, reacted, seenBy, onReact, onClosed }) {
  const opener = document.activeElement;
  const listening = new AbortController();
  // Not "auto": the finger that opened it by resting would close it by leaving.
  const menu = el("div", { class: "menu", popover: "manual", role: "dialog", "aria-label": words.messageActions });
  const close = () => {
    listening.abort();
    uncover();
    const hadFocus = menu.contains(document.activeElement);
    menu.remove();
    if (hadFocus) opener?.focus({ preventScroll: true });
    onClosed();
  };
  const react = (emoji) => {
    close();
    onReact(emoji);
  };
  const fill = (...content) => {
    menu.replaceChildren(...content);
    position(menu, anchor);
    menu.querySelector("input, button, [tabindex]").focus();
  };

  fillWith(menu,
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
    ...entries.map((entry) => item(entry.icon, entry.label, () => {
      close();
      entry.run();
    }, entry.isDangerous)),
    seenBy && item("eye", words.seenBy, () => fill(readers(seenBy()))));
  dismiss(menu, close, listening);
  document.body.append(menu);
  menu.showPopover();
  const uncover = cover(close);
  position(menu, anchor);
  menu.querySelector("button").focus({ focusVisible: false });
  return close;
}

/// Null stands for an entry that there is not.
const fillWith = (menu, ...content) => menu.append(...content.filter((each) => each !== null));

function dismiss(menu, close, { signal }) {
  addEventListener("pointerdown", (event) => menu.contains(event.target) || close(), { signal, capture: true });
  addEventListener("resize", close, { signal });
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close(), { signal });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  }, { signal });
}

const item = (sign, label, onclick, isDangerous = false) =>
  el("button", { type: "button", class: isDangerous ? "menu-item danger" : "menu-item", onclick }, icon(sign), label);

function readers(names) {
  if (!names.length) return el("p", { class: "menu-said", tabindex: "-1" }, words.seenByNobody);
  return el("div", { class: "menu-readers" },
    el("h2", { tabindex: "-1" }, words.seenBy),
    el("ul", {}, ...names.map((name) => el("li", {}, el("bdi", {}, name)))));
}

/// Below the anchor, or above it for more room, always within the page. Narrow pages ignore it: see the stylesheet.
function position(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const fitsBelow = at.bottom + gapPixels + height <= innerHeight;
  const y = fitsBelow ? at.bottom + gapPixels : at.top - gapPixels - height;
  const x = at.left + at.width / 2 > innerWidth / 2 ? at.right - width : at.left;
  menu.style.setProperty("--x", `${Math.max(gapPixels, Math.min(x, innerWidth - width - gapPixels))}px`);
  menu.style.setProperty("--y", `${Math.max(gapPixels, Math.min(y, innerHeight - height - gapPixels))}px`);
}
