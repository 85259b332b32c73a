// A file on its way to the server: how far it is, and the way to take it back.
import { el, icon, setText, show } from "../ui/dom.js";
import { words } from "../words/words.js";

/// By place: the elements.
const parts = new WeakMap();

/// `file.state` is "waiting", "sending", "sent" or "failed"; `file.sent` is from 0 to 1.
export function unsentPart(place, file, { chat, row }) {
  const part = parts.get(place)?.root.isConnected ? parts.get(place) : made();
  if (part.root.parentNode !== place) place.append(part.root);
  parts.set(place, part);
  const isFailed = file.state === "failed";
  const percent = file.state === "sent" ? 100 : Math.round((file.sent ?? 0) * 100);
  part.root.classList.toggle("failed", isFailed);
  part.bar.value = percent;
  part.bar.setAttribute("aria-label", words.sendingFile(file.name));
  show(part.bar, !isFailed);
  setText(part.said, isFailed ? words.notSentYet : file.state === "waiting" ? words.fileWaits : `${percent} %`);
  const label = words.takeFileBack(file.name);
  part.cancel.setAttribute("aria-label", label);
  part.cancel.title = label;
  part.cancel.onclick = () => {
    const item = place.closest(".row");
    const timeline = place.closest(".timeline");
    // The button goes with its file, and the row with its last.
    focus(item);
    chat.outbox.cancelFile(row.clientId, file.key);
    if (!item.isConnected) timeline.focus({ preventScroll: true });
  };
}

function focus(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function made() {
  const bar = el("progress", { max: "100" });
  const said = el("span", { class: "file-said" });
  const cancel = el("button", { type: "button", class: "icon-button file-cancel" }, icon("close"));
  return { root: el("div", { class: "file-unsent" }, bar, said, cancel), bar, said, cancel };
}
