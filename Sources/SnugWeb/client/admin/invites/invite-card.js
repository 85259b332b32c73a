// An invite as it is handed on: its link, its picture, and a mail that carries it.
import { administration } from "../../calls/administration.js";
import { linkCard } from "../../links/link-card.js";
import { el, show } from "../../ui/dom.js";
import { field, form } from "../../ui/form.js";
import { words } from "../../words/words.js";

/// `more` says what else there is to know about the invite.
export function inviteCard({ id, url }, { toast, more }) {
  const noRelay = el("p", { class: "notice", role: "alert", hidden: true },
    words.inviteNoRelay, " ", el("a", { href: "#/admin/mail" }, words.setUpMail));
  const address = field({
    label: words.inviteMailTo, name: "email", type: "email", inputmode: "email", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
  });
  const { root } = form({
    inputs: [address], submit: words.mailInvite, submitting: words.mailingInvite,
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
  return linkCard({ url, linkLabel: words.inviteLink, pictureLabel: words.inviteQR, shareLabel: words.share, more: [root, noRelay, more] });
}
