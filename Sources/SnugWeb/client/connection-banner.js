// The banner of a lost connection. A short drop does not show it.
import { el, show } from "./ui/dom.js";
import { words } from "./words/words.js";

const afterMilliseconds = 5_000;

export function connectionBanner(chat) {
  const banner = el("div", { class: "banner", role: "status", hidden: true },
    el("span", {}, words.offline),
    el("button", { type: "button", class: "link-button", onclick: () => chat.reconnect() }, words.tryNow));
  let timer = 0;

  function update() {
    if (chat.isConnected) {
      clearTimeout(timer);
      timer = 0;
      show(banner, false);
    } else {
      timer ||= setTimeout(() => show(banner, !chat.isConnected), afterMilliseconds);
    }
  }

  chat.addEventListener("connection", update);
  update();
  return banner;
}
