// The dialog that tells what the keys do.
import { showDialog } from "./ui/dialog.js";
import { el } from "./ui/dom.js";
import { learnPageWords } from "./words/page-words.js";
import { words } from "./words/words.js";

export async function showHelp() {
  await learnPageWords();
  const rows = words.keys.map(([keys, meaning]) => el("div", { class: "key-row" },
    el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, meaning)));
  showDialog({ title: words.helpTitle, content: [el("dl", { class: "dialog-body keys", tabindex: "0" }, ...rows)] });
}
