// The way from a message that was found to all that was found with it: the arrow in the bar of its room, which the list
// hides on a desk else.
import { words } from "../words/words.js";
import { comeBackTo } from "./session.js";

/// Makes the arrow of the room that has just come in sight the way to that search, which lies at `address`.
export function leadBack({ address, number }) {
  const arrow = document.querySelector(".room > .bar > .back");
  if (!arrow) return;
  let isBehind = true;
  addEventListener("hashchange", () => { isBehind = false; }, { once: true });
  arrow.classList.add("always");
  arrow.href = address;
  arrow.title = arrow.ariaLabel = words.backToSearch;
  arrow.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!isBehind) return comeBackTo(number);
    // The way that one came adds nothing to the history.
    event.preventDefault();
    history.back();
  });
}
