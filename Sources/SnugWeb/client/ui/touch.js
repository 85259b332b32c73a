// Touch screens: fingers in the place of a mouse, whose long press stands for its right button, and a keyboard that is
// laid over the page.

export const isTouch = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

const afterMilliseconds = 450;
const restsWithinPixels = 10;

/// `work(element, path)` for the element matching `selector`, within `root`, on which a finger rests, and those that it
/// was in when the finger came: it may have been drawn anew since then.
export function onLongPress(root, selector, work) {
  let timer = 0;
  let from = null;
  let isHeld = false;
  const stop = () => clearTimeout(timer);
  root.addEventListener("pointerdown", (event) => {
    stop();
    isHeld = false;
    const element = pressed(event, selector);
    if (event.pointerType !== "touch" || !element) return;
    from = event;
    const path = event.composedPath();
    timer = setTimeout(() => {
      isHeld = true;
      work(element, path);
    }, afterMilliseconds);
  });
  root.addEventListener("pointermove", (event) => {
    if (from && Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > restsWithinPixels) stop();
  });
  for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, stop);
  // The lifted finger would otherwise press what lies beneath it.
  root.addEventListener("touchend", (event) => isHeld && event.preventDefault());
  // Android says the same in another way, and would show its own menu.
  root.addEventListener("contextmenu", (event) => {
    if (event.pointerType === "touch" && pressed(event, selector)) event.preventDefault();
  });
}

/// A link within has a menu of the browser's own, to copy its address.
function pressed({ target }, selector) {
  const link = target.closest("a");
  return link && !link.matches(selector) ? null : target.closest(selector);
}

/// Keeps `root`, which fills the window or lies at its end, above the keyboard: its stylesheet has `--free-top` and
/// `--free-height`. Some browsers know no `interactive-widget`: they lay the keyboard over the page, and move the page
/// beneath it.
export function followKeyboard(root, { signal } = {}) {
  const viewport = globalThis.visualViewport;
  if (!viewport) return;
  const fit = () => {
    // Enlarged by two fingers, the page is looked at in parts, and stays as it is.
    const isCovered = Math.abs(viewport.scale - 1) < 0.01 && viewport.height < document.documentElement.clientHeight - 1;
    root.style.setProperty("--free-top", isCovered ? `${viewport.offsetTop}px` : "");
    root.style.setProperty("--free-height", isCovered ? `${viewport.height}px` : "");
  };
  for (const event of ["resize", "scroll"]) viewport.addEventListener(event, fit, { signal });
  fit();
}
