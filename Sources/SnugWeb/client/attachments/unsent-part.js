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
  part.cancel.onclick = () => chat.outbox.cancelFile(row.clientId, file.key);
}

function made() {
  const bar = el("progress", { max: "100" });
  const said = el("span", { class: "file-said" });
  const cancel = el("button", { type: "button", class: "icon-button file-cancel" }, icon("close"));
  return { root: el("div", { class: "file-unsent" }, bar, said, cancel), bar, said, cancel };
}
