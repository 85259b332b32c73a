// The section of the settings that says how much room one's files take.
import { size } from "../text/size.js";
import { el, setText, show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { currentLocale, words } from "../words/words.js";

/// Gives `{root, render}`; where the server takes no files there is nothing to say.
export function storageSection({ chat }) {
  const said = el("p", {});
  const bar = el("meter", { class: "storage-bar", min: "0", "aria-label": words.storageTitle });
  const root = section(words.storageTitle, said, bar, el("p", { class: "quiet" }, words.storageHint));
  function render() {
    const { used = 0, max = 0 } = chat.me.storage ?? {};
    show(root, max > 0);
    setText(said, words.storageUsed(size(used, currentLocale()), size(max, currentLocale())));
    bar.max = Math.max(1, max);
    bar.high = max * 0.9;
    bar.value = used;
  }
  render();
  return { root, render };
}
