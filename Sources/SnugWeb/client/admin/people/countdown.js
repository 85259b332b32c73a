// The time that something is still good for, counted down as one looks.
import { countdown } from "../../drawing/duration.js";
import { el, setText } from "../../ui/dom.js";

/// `say(clock)` makes the sentence; `over` stands once the time has come.
export function countdownOf(expires, { say, over }) {
  const end = Date.parse(expires);
  const root = el("span", { class: "clock", role: "timer" });
  function tick() {
    const left = Math.ceil((end - Date.now()) / 1_000);
    setText(root, left > 0 ? say(countdown(left)) : over);
    if (left <= 0) clearInterval(timer);
  }
  const timer = setInterval(() => (root.isConnected ? tick() : clearInterval(timer)), 1_000);
  tick();
  return root;
}
