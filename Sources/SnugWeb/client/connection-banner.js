// The banner of a lost connection. A short drop does not show it.
import { el, setText, show } from "./ui/dom.js";
import { words } from "./words/words.js";

const afterMilliseconds = 5_000;

/// Gives `{root, isSaid()}`; with `isSaid` it stands at once, if there is no connection.
export function connectionBanner(chat) {
  const sentence = el("span", {}, words.offline);
  const banner = el("div", { class: "banner", role: "status", hidden: true },
    sentence,
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

  /// Nothing is promised of what the browser does not keep.
  function updateSentence() {
    setText(sentence, chat.outbox.isRefused ? words.offlineNotKept : words.offline);
  }

  chat.addEventListener("connection", update);
  chat.addEventListener("kept", updateSentence);
  update();
  return {
    root: banner,
    isSaid() {
      show(banner, !chat.isConnected);
      return !chat.isConnected;
    },
  };
}
