// The backup that is being made just now, by whomever: how much of it is copied.
import { size } from "../text/size.js";
import { el, setText, show } from "../ui/dom.js";
import { currentLocale, words } from "../words/words.js";

/// `tell(making)` takes what `GET /admin/backups` says of it, null while there is none.
export function backupProgress() {
  const bar = el("progress", { max: "1", "aria-label": words.makingBackup });
  const said = el("p", { class: "quiet" });
  const root = el("div", { class: "making", hidden: true }, bar, said);
  return {
    root,
    tell(making) {
      show(root, making !== null);
      if (making === null) return;
      const { copied, total } = making;
      const isCopied = copied >= total;
      // Nobody knows how far the proof is.
      if (isCopied) bar.removeAttribute("value");
      else bar.value = copied / total;
      setText(said, isCopied ? words.backupProving : words.backupCopying(...[copied, total].map((bytes) => size(bytes, currentLocale()))));
    },
  };
}
