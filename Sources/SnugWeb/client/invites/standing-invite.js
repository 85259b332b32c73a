// The card that hands the standing invite on: shown to a camera, copied, shared, mailed, made anew. It is for
// administrators, and stands in the room that newcomers come into, on that room's page, and among all invites.
import { administration } from "../calls/administration.js";
import { linkCard } from "../links/link-card.js";
import { api } from "../models/api.js";
import { showConfirmation } from "../ui/confirmation.js";
import { el, setText, show } from "../ui/dom.js";
import { act, emailField, form } from "../ui/form.js";
import { fullTime } from "../ui/time.js";
import { learnInviteWords } from "../words/page-words.js";
import { words } from "../words/words.js";

let cards = 0;

/// Gives the card; its content comes later. It speaks of the room that it stands in, or, where `isOfServer`, of the
/// server.
export function standingInvite({ isOfServer = false } = {}) {
  const id = `invite-card-${++cards}`;
  const root = el("section", { class: "invite-card" });
  const waiting = el("p", { class: "quiet", role: "status" }, words.loading);
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const fail = ({ message }) => {
    setText(failed, message);
    show(failed, true);
  };
  const calling = (label, className, work) => make(label, className, (button) => act(button, work, fail));

  async function load() {
    show(failed, false);
    const [invite, { mail }] = await Promise.all([administration.standingInvite(), api.site(), learnInviteWords()]);
    fill(invite, mail);
  }

  function fill(invite, hasMail, news = "") {
    const { title, lead } = words.cards[isOfServer ? "server" : "room"];
    show(failed, false);
    root.setAttribute("aria-labelledby", id);
    root.replaceChildren(
      el("h2", { id, tabindex: "-1" }, title),
      el("p", { class: "quiet" }, invite ? lead : words.cardNone),
      ...(invite ? panel(invite, hasMail, news) : [calling(words.makeLink, "button", () => renew(hasMail))]), failed);
  }

  function panel(invite, hasMail, news) {
    const mail = hasMail ? mailForm(invite) : null;
    const more = [
      el("p", { class: "quiet", role: "status" }, news),
      el("div", { class: "card-acts" },
        mail && make(words.mailLink, "button plain", (button) => {
          show(mail, true);
          show(button, false);
          mail.querySelector("input").focus();
        }),
        make(words.renewLink, "button plain", () => askToRenew(hasMail))),
      mail,
      isOfServer ? facts(invite) : null,
      hasMail ? null : el("p", { class: "quiet" }, `${words.mailMissing} `, el("a", { href: "#/admin/mail" }, words.mailSetUp), "."),
    ].filter(Boolean);
    return [linkCard({ url: invite.url, linkLabel: words.cardLink, pictureLabel: words.cardQR, shareLabel: words.cardShare, more })];
  }

  async function renew(hasMail, news) {
    fill(await administration.renewStandingInvite(), hasMail, news);
  }

  const askToRenew = (hasMail) => showConfirmation({
    title: words.renewLinkTitle, lead: words.renewLinkLead, submit: words.renewLink,
    onConfirmed: () => renew(hasMail, words.cardRenewed),
  });

  const again = calling(words.tryAgain, "button plain", load);
  root.append(waiting, failed, again);
  show(again, false);
  act(again, load, (problem) => {
    show(waiting, false);
    fail(problem);
    show(again, true);
  });
  return root;
}

const facts = ({ uses, expires_at: expires }) => el("p", { class: "quiet facts" },
  el("span", {}, words.cameByIt(uses)),
  el("time", { datetime: expires }, words.linkUntil(fullTime(Date.parse(expires)))));

const make = (label, className, run) => {
  const button = el("button", { type: "button", class: className, onclick: () => run(button) }, label);
  return button;
};

function mailForm({ id }) {
  const said = el("p", { class: "quiet", role: "status" });
  const address = emailField("", "off", words.mailLinkTo);
  const { root } = form({
    inputs: [address], submit: words.mailLinkSend, submitting: words.mailLinkSending,
    async onSubmit({ email }) {
      await administration.mailInvite(id, email);
      said.textContent = words.cardMailed(email);
      root.reset();
      address.input.focus();
    },
  });
  return el("div", { class: "card-mail", hidden: true }, root, said);
}
