// The number of people who wait for a code that somebody is to hand on, beside the way to them.
import { administration } from "../calls/administration.js";
import { el, setText, show } from "../ui/dom.js";
import { words } from "../words/words.js";

const lookEveryMilliseconds = 15_000;

/// Looks now and then, until `signal` is aborted.
export function waitingBadge(signal) {
  const number = el("span", { "aria-hidden": "true" });
  const said = el("span", { class: "visually-hidden" });
  const root = el("span", { class: "badge", hidden: true }, number, said);

  async function look() {
    // Without an answer it stays as it is.
    const count = await administration.waitingForHand().catch(() => null);
    if (count === null) return;
    setText(number, String(count));
    setText(said, words.peopleWait(count));
    show(root, count > 0);
  }

  const timer = setInterval(() => document.visibilityState === "visible" && look(), lookEveryMilliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
  look();
  return root;
}
