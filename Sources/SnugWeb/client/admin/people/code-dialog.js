// The dialog that shows a code which is to be handed on, by telephone or by word of mouth.
import { copy } from "../../ui/clipboard.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el, setText } from "../../ui/dom.js";
import { words } from "../../words/words.js";
import { countdownOf } from "./countdown.js";

export function showCode({ code, email, name, expires_at: expires }) {
  const said = el("p", { class: "quiet", role: "status" });
  showDialog({
    title: words.codeFor(name ?? email), className: "brief",
    content: [el("div", { class: "dialog-body" },
      el("p", { class: "code-shown", dir: "ltr" }, `${code.slice(0, 3)} ${code.slice(3)}`),
      el("p", {}, words.codeForLead, " ", bdi(email)),
      el("p", { class: "quiet" }, countdownOf(expires, { say: words.codeGoodFor, over: words.codeOver })),
      el("button", {
        type: "button", class: "button plain",
        async onclick() {
          setText(said, await copy(code) ? words.copied : words.notCopied);
        },
      }, words.copyCode), said)],
  });
}
