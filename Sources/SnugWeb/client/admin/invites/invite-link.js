// The dialog that shows an invite, to be handed on: its link, its picture, and a mail that carries it.
import { administration } from "../../calls/administration.js";
import { linkCard } from "../../links/link-card.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el, show } from "../../ui/dom.js";
import { emailField, form } from "../../ui/form.js";
import { fullTime } from "../../ui/time.js";
import { words } from "../../words/words.js";

export function showInviteLink(invite, { toast }) {
  const { url, name, uses, uses_max: usesMax, expires_at: expires } = invite;
  const facts = el("p", { class: "quiet facts" },
    name && bdi(name), el("span", {}, words.inviteUses(uses, usesMax)),
    el("time", { datetime: expires }, words.inviteExpires(fullTime(Date.parse(expires)))));
  showDialog({
    title: words.shareInvite, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("p", {}, words.inviteLinkLead),
      linkCard({
        url, linkLabel: words.inviteLink, pictureLabel: words.inviteQR, shareLabel: words.share,
        more: [...mailing(invite, toast), facts],
      }))],
  });
}

/// The form that mails it, and the word for a server that cannot.
function mailing({ id }, toast) {
  const noRelay = el("p", { class: "notice", role: "alert", hidden: true },
    words.inviteNoRelay, " ", el("a", { href: "#/admin/mail" }, words.setUpMail));
  const { root } = form({
    inputs: [emailField("", "off", words.inviteMailTo)], submit: words.mailInvite, submitting: words.mailingInvite,
    async onSubmit({ email }) {
      show(noRelay, false);
      try {
        await administration.mailInvite(id, email);
      } catch (problem) {
        if (problem.code !== "no_relay") throw problem;
        return show(noRelay, true);
      }
      root.reset();
      toast.say(words.inviteMailed(email));
    },
  });
  root.classList.add("in-line");
  root.querySelector(".button").classList.add("plain");
  return [root, noRelay];
}
