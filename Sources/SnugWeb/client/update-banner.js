// The offer of a new version, above the page, where it covers nothing. It can wait: the old page goes on working.
import { el, show } from "./ui/dom.js";
import { watchForUpdates } from "./updates.js";
import { words } from "./words/words.js";

export function updateBanner(chat) {
  const banner = el("div", { class: "banner news", role: "status", hidden: true },
    el("span", {}, words.updateReady),
    el("button", { type: "button", class: "link-button", onclick: () => location.reload() }, words.reload),
    el("button", { type: "button", class: "link-button", onclick: () => show(banner, false) }, words.later));
  const look = watchForUpdates(() => show(banner, true));
  chat.addEventListener("upgraded", ({ detail }) => look(detail.server));
  return banner;
}
