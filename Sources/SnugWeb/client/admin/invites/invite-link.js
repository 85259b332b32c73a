// The dialog that shows an invite, to be copied or held in front of a camera.
import { copy } from "../../ui/clipboard.js";
import { showDialog } from "../../ui/dialog.js";
import { el, setText } from "../../ui/dom.js";
import { words } from "../../words/words.js";
import { qrPicture } from "../../links/qr-picture.js";

export function showInviteLink({ name, url }) {
  const said = el("p", { class: "quiet", role: "status" });
  const link = el("input", {
    class: "input", readonly: true, value: url, dir: "ltr", "aria-label": words.inviteLink, onfocus: () => link.select(),
  });
  const button = el("button", {
    type: "button", class: "button",
    async onclick() {
      setText(said, await copy(url) ? words.copied : words.notCopied);
    },
  }, words.copyLink);
  showDialog({
    title: name || words.inviteUnnamed, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("p", {}, words.inviteLinkLead),
      qrPicture(url, words.inviteQR) ?? "",
      el("div", { class: "link-row" }, link, button), said)],
  });
}
