// The long press of a finger, which stands for a mouse's right button.

const afterMilliseconds = 450;
const restsWithinPixels = 10;

/// `work(element)` for the element matching `selector`, within `root`, on which a finger rests.
export function onLongPress(root, selector, work) {
  let timer = 0;
  let from = null;
  let isHeld = false;
  const stop = () => clearTimeout(timer);
  root.addEventListener("pointerdown", (event) => {
    stop();
    isHeld = false;
    const element = event.target.closest(selector);
    if (event.pointerType !== "touch" || !element) return;
    from = event;
    timer = setTimeout(() => {
      isHeld = true;
      work(element);
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
    if (event.pointerType === "touch" && event.target.closest(selector)) event.preventDefault();
  });
}
