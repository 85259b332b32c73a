// The acts that stand at a row while a mouse or the focus is there, and the swipe of a finger. Fetched with the first
// of them.
import { actIcon } from "../drawing/act-icons.js";
import { isMine } from "../logs/reactions.js";
import { el } from "../ui/dom.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";
import { Swipe } from "./swipe.js";

const barEmoji = ["👍", "❤️", "😂"];

const isZoomed = () => (globalThis.visualViewport?.scale ?? 1) > 1.01;

/// `rowOf(node)` gives the row that a node belongs to; `react(row, emoji, isOn)`, `reply(seq)`. `lastTouch()` is the
/// newest `{event, item, lifted}` that came while this was fetched: `item` the row it met, which may have been drawn
/// anew since, `lifted` a signal, aborted once its finger is up.
export async function rowActs({ list, rowOf, lastTouch, me, react, reply }) {
  const hears = {
    pointerover: (event) => event.pointerType === "mouse" && attend(event.target),
    focusin: (event) => attend(event.target),
    pointerdown: (event, item) => event.pointerType === "touch" && began(event, item),
    keydown: keyed,
  };
  let bar = null;
  await learnTalkWords();
  for (const [type, work] of Object.entries(hears)) list.addEventListener(type, work);
  list.addEventListener("pointerleave", () => bar?.contains(document.activeElement) || put(null));
  const { event: touch, item: touched, lifted } = lastTouch();
  if (touch.type !== "pointerdown" || !lifted.aborted) hears[touch.type](touch, touched);
  noteZoom();
  globalThis.visualViewport?.addEventListener("resize", noteZoom);

  // The bar

  function attend(target) {
    const item = target.closest(".row[data-seq]");
    const more = item?.querySelector(".row-more");
    if (!more) return put(null);
    if (bar?.isConnected && item.contains(bar)) return;
    put(more, rowOf(item));
  }

  function put(more, row) {
    bar?.remove();
    bar = more && barOf(row);
    more?.before(bar);
  }

  function barOf(row) {
    const button = (label, content, onclick, more = {}) =>
      el("button", { type: "button", tabindex: "-1", "aria-label": label, title: label, onclick, ...more }, content);
    return el("div", { class: "row-bar", role: "toolbar", "aria-label": words.quickActions },
      ...barEmoji.map((emoji) => {
        const isOn = row.reactions.some((each) => each.emoji === emoji && isMine(each, me));
        return button(words.reactWith(emoji), emoji, () => react(row, emoji, !isOn), { "aria-pressed": String(isOn) });
      }),
      button(words.reply, actIcon("reply"), () => reply(row.seq)));
  }

  /// The bar and the button to the menu are one tool bar, with one stop of Tab; arrows go along it.
  function keyed(event) {
    if (event.target.matches(".mention") && ["Enter", " "].includes(event.key)) {
      event.preventDefault();
      return event.target.click();
    }
    const tools = bar ? [...bar.children, bar.nextSibling] : [];
    const at = tools.indexOf(event.target);
    const next = at < 0 ? null : tools[at + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // The swipe

  /// Zoomed in, a finger that goes across moves the page.
  function noteZoom() {
    list.classList.toggle("zoomed", isZoomed());
  }

  /// A bubble that is drawn anew under the finger is another one, in the same row.
  function began(down, item = down.target.closest(".row[data-seq]")) {
    const bubble = down.target.closest("pre") || !down.target.closest(".bubble") ? null : item?.querySelector(":scope > .bubble");
    if (!bubble?.querySelector(".row-more")) return;
    const swipe = new Swipe({ x: down.clientX, y: down.clientY, at: down.timeStamp, width: innerWidth, isZoomed: isZoomed() });
    const ends = new AbortController();
    const { signal } = ends;
    let sign = null;
    const end = () => {
      ends.abort();
      bubble.classList.remove("swiped");
      bubble.style.transform = "";
      sign?.remove();
    };
    const mine = (work) => (event) => event.pointerId === down.pointerId && work(event);
    addEventListener("pointermove", mine((event) => {
      const answered = swipe.answers;
      const offset = swipe.moved({ x: event.clientX, y: event.clientY, at: event.timeStamp });
      if (swipe.isOver) return end();
      if (!swipe.isUnderWay) return;
      if (!sign) bubble.append(sign = el("span", { class: "swipe-sign" }, actIcon("reply")));
      bubble.classList.add("swiped");
      bubble.style.transform = `translateX(${offset}px)`;
      sign.classList.toggle("ready", swipe.answers);
      if (swipe.answers && !answered) navigator.vibrate?.(8);
    }), { signal });
    addEventListener("pointerup", mine(() => {
      const { answers } = swipe;
      end();
      const { seq, isDeleted } = rowOf(item);
      if (answers && !isDeleted) reply(seq);
    }), { signal });
    addEventListener("pointercancel", mine(end), { signal });
  }
}
