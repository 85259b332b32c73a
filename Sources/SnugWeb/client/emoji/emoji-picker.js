// All emoji that can be picked: by group, by a search, the recent ones first; and the tone of skin.
import { isComposing } from "../text/composing.js";
import { el, icon, setText, show } from "../ui/dom.js";
import { words } from "../words/words.js";
import { emojiIn, findEmoji, toned, tones } from "./emoji.js";
import { keepPicked, keepTone, keptEmoji } from "./kept-emoji.js";

const foundMax = 100;
/// The hand that shows the tones.
const hand = { sign: "✋", takesTone: true };

let pickers = 0;

export async function emojiPicker({ onPick }) {
  const { groups, all } = await emojiIn(document.documentElement.lang);
  const bySign = new Map(all.flatMap((each) => tones.map((tone) => [toned(each, tone), each])));
  const { recent } = keptEmoji();
  let { tone } = keptEmoji();
  const id = `emoji-${++pickers}`;
  const own = { sign: "🕘", title: words.recentEmoji, emoji: recent.filter((sign) => bySign.has(sign)).map((sign) => ({ ...bySign.get(sign), sign, takesTone: false })) };
  const shelves = own.emoji.length ? [own, ...groups] : groups;
  let shelf = shelves[0];

  const grid = el("div", { class: "emoji-grid", id, role: "tabpanel", tabindex: "-1", onkeydown: (event) => walk(event, grid, columns()) });
  const said = el("p", { class: "menu-said", role: "status" });
  const input = el("input", {
    type: "search", class: "input", "aria-label": words.findEmoji, placeholder: words.findEmoji, autocomplete: "off",
    oninput: fill,
    onkeydown(event) {
      if (isComposing(event)) return;
      const first = grid.querySelector("button");
      if (event.key !== "Enter" && event.key !== "ArrowDown") return;
      event.preventDefault();
      if (event.key === "Enter") first?.click();
      else first?.focus();
    },
  });
  const tabs = shelves.map((each) => el("button", {
    type: "button", class: "emoji-tab", role: "tab", "aria-controls": id, "aria-label": each.title, title: each.title,
    onclick() {
      shelf = each;
      input.value = "";
      fill();
    },
  }, each.sign));
  const tabList = el("div", { class: "emoji-tabs", role: "tablist", "aria-label": words.emojiGroups, onkeydown: (event) => walk(event, tabList, tabs.length, true) }, ...tabs);
  const toneButtons = tones.map((each, index) => el("button", {
    type: "button", class: "emoji-tone", "aria-label": words.skinTones[index], title: words.skinTones[index],
    onclick() {
      tone = each;
      keepTone(each);
      fill();
    },
  }, toned(hand, each)));

  const columns = () => [...grid.children].findIndex((each) => each.offsetTop > grid.firstChild.offsetTop);

  function fill() {
    const isSearch = input.value.trim() !== "";
    const shown = isSearch ? findEmoji(input.value, all).slice(0, foundMax) : shelf.emoji;
    grid.replaceChildren(...shown.map((each, index) => {
      const sign = toned(each, tone);
      return el("button", {
        type: "button", class: "emoji-button", tabindex: index ? "-1" : "0", "aria-label": each.name, title: each.name,
        onclick() {
          keepPicked(sign);
          onPick(sign);
        },
      }, sign);
    }));
    grid.scrollTop = 0;
    grid.setAttribute("aria-label", isSearch ? words.findEmoji : shelf.title);
    setText(said, shown.length ? "" : words.noEmoji);
    show(said, !shown.length);
    tabs.forEach((tab, index) => {
      const isShown = !isSearch && shelves[index] === shelf;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown || (isSearch && index === 0) ? 0 : -1;
    });
    toneButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(tones[index] === tone)));
  }

  fill();
  return el("div", { class: "emoji-picker" },
    el("div", { class: "search" }, icon("search"), input), tabList, said, grid,
    el("div", { class: "emoji-tones", role: "group", "aria-label": words.skinTone }, ...toneButtons));
}

/// Arrows go from one to the next; in a tab list they choose it too.
function walk(event, list, columns, isChoice = false) {
  const all = [...list.children];
  const at = all.indexOf(document.activeElement);
  const line = columns > 0 ? columns : all.length;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: line, ArrowUp: -line, Home: -at, End: all.length - 1 - at };
  if (at < 0 || !Object.hasOwn(steps, event.key) || (isChoice && /Down|Up/.test(event.key))) return;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(all.length - 1, at + steps[event.key]))];
  if (isChoice) next.click();
  all[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
