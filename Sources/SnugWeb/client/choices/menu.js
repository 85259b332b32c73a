// A menu: a small window at its anchor, on a phone at the bottom of the page. Its looks are in menu.css.
import { actIcon } from "../drawing/act-icons.js";
import { cover } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { followKeyboard, isTouch } from "../ui/touch.js";

const gapPixels = 6;
const isSheet = () => matchMedia("(max-width: 719px)").matches;

/// Gives `{fill, close, act}` of a menu that is empty still. `fill(...nodes)` shows these in it, of which null is none,
/// and moves the focus to the first that takes it, on touch to no field, which would bring the keyboard. `act(work)` is
/// a press that closes it and does that work; a refusal of which is given to `onRefused(problem)`. `close(false)` does
/// not give the focus back. `lifted` is the bubble that the menu is about, which stays in sight above it on a phone.
export function showMenu({ label, anchor, lifted = null, onClosed = () => {}, onRefused }) {
  const opener = document.activeElement;
  const listening = new AbortController();
  // Not "auto": the finger that opened it by resting would close it by leaving.
  const root = el("div", { class: "menu", popover: "manual", role: "dialog", "aria-label": label });
  const copy = lifted && isSheet() ? liftedCopy(lifted) : null;
  const close = (givesBack = true) => {
    listening.abort();
    uncover();
    const hadFocus = root.contains(document.activeElement);
    copy?.remove();
    root.remove();
    if (hadFocus && givesBack) opener?.focus({ preventScroll: true });
    onClosed();
  };
  const place = () => {
    position(root, anchor);
    copy?.style.setProperty("--sheet", `${root.offsetHeight}px`);
  };
  dismiss(root, { close, place }, listening);
  followKeyboard(root, listening);
  document.body.append(root, ...copy ? [copy] : []);
  root.showPopover();
  copy?.showPopover();
  const uncover = cover(() => close());
  let isFirst = true;
  return {
    close,
    act: (work) => async () => {
      close();
      try {
        await work();
      } catch (problem) {
        if (problem.status === undefined) throw problem;
        onRefused(problem);
      }
    },
    fill(...content) {
      root.replaceChildren(...content.filter((each) => each !== null));
      place();
      root.querySelector(isTouch() ? "input:checked, button, [tabindex]" : "input, button, [tabindex]").focus(isFirst ? { focusVisible: false } : {});
      isFirst = false;
    },
  };
}

export const menuItem = (sign, label, onclick, isDangerous = false) =>
  el("button", { type: "button", class: isDangerous ? "menu-item danger" : "menu-item", onclick }, actIcon(sign), label);

/// The bubble above the veil: it is looked at, and nothing else.
function liftedCopy(bubble) {
  const copy = bubble.cloneNode(true);
  for (const each of copy.querySelectorAll(".row-more, .row-bar, .swipe-sign")) each.remove();
  const side = bubble.closest(".own") ? "own" : "other head";
  return el("div", { class: `lifted ${side}`, popover: "manual", inert: true, "aria-hidden": "true" }, copy);
}

/// A window of another width has turned; one of another height has got or lost a keyboard, which may be the menu's own.
function dismiss(menu, { close, place }, { signal }) {
  const width = innerWidth;
  addEventListener("pointerdown", (event) => menu.contains(event.target) || close(), { signal, capture: true });
  addEventListener("resize", () => (innerWidth === width ? place() : close()), { signal });
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && close(), { signal });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  }, { signal });
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
