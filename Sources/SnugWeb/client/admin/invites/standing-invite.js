// The one standing invite: a link that may hang on a wall, until it is renewed.
import { administration } from "../../calls/administration.js";
import { showConfirmation } from "../../ui/confirmation.js";
import { el } from "../../ui/dom.js";
import { form } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { fullTime } from "../../ui/time.js";
import { words } from "../../words/words.js";
import { inviteCard } from "./invite-card.js";

export function standingSection({ toast }) {
  const body = el("div", { class: "made", role: "status" }, el("p", { class: "quiet" }, words.loading));
  const root = section(words.standingInvite, el("p", { class: "quiet" }, words.standingInviteLead), body);

  async function load() {
    try {
      const invite = await administration.standingInvite();
      if (invite) render(invite);
      else renderNone();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      body.replaceChildren(el("p", { class: "form-error" }, problem.message));
    }
  }

  function renderNone() {
    body.replaceChildren(form({
      inputs: [], submit: words.makeStanding, submitting: words.makingInvite,
      onSubmit: async () => render(await administration.renewStandingInvite()),
    }).root);
  }

  function render(invite) {
    body.replaceChildren(
      inviteCard(invite, {
        toast,
        more: el("p", { class: "quiet facts" },
          el("span", {}, words.cameByIt(invite.uses)),
          el("time", { datetime: invite.expires_at }, words.inviteExpires(fullTime(Date.parse(invite.expires_at))))),
      }),
      el("button", { type: "button", class: "button plain", onclick: askToRenew }, words.renewInvite));
  }

  function askToRenew() {
    showConfirmation({
      title: words.renewInviteTitle, lead: words.renewInviteLead, submit: words.renewInvite, submitting: words.makingInvite,
      async onConfirmed() {
        render(await administration.renewStandingInvite());
        toast.say(words.inviteRenewed);
      },
    });
  }

  load();
  return root;
}
