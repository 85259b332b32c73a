// The dialog that shows an invite, to be handed on.
import { showDialog } from "../../ui/dialog.js";
import { bdi, el } from "../../ui/dom.js";
import { fullTime } from "../../ui/time.js";
import { words } from "../../words/words.js";
import { inviteCard } from "./invite-card.js";

export function showInviteLink(invite, { toast }) {
  const { name, uses, uses_max: usesMax, expires_at: expires } = invite;
  showDialog({
    title: words.shareInvite, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("p", {}, words.inviteLinkLead),
      inviteCard(invite, {
        toast,
        more: el("p", { class: "quiet facts" },
          name && bdi(name), el("span", {}, words.inviteUses(uses, usesMax)),
          el("time", { datetime: expires }, words.inviteExpires(fullTime(Date.parse(expires))))),
      }))],
  });
}
