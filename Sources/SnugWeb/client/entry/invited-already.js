// The page of an invite or a login link for someone who is signed in, and needs none.
import { endSession } from "../models/device.js";
import { OutboxStore } from "../models/outbox-store.js";
import { showConfirmation } from "../ui/confirmation.js";
import { bdi, el } from "../ui/dom.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";

export function showInvitedAlready({ id, name }) {
  const why = location.pathname === "/login" ? words.loginLinkAlready : words.invitedAlready[1];
  showAuthLayout({
    title: words.invitedAlreadyTitle,
    lead: [words.invitedAlready[0], el("strong", {}, bdi(name)), why],
    content: [
      el("a", { class: "button wide", href: "/#/" }, words.toRooms),
      el("p", { class: "other-way" }, el("button", { type: "button", class: "link-button", onclick: askToMakeRoom }, words.invitedOther)),
    ],
  });

  /// A device that is shared: whoever is signed in goes out, and the invite is shown.
  async function askToMakeRoom() {
    const unsent = (await new OutboxStore(id).all())?.length;
    showConfirmation({
      title: words.invitedOtherTitle, submit: words.invitedOtherGo,
      lead: [words.invitedOtherLead(name), unsent && words.signOutUnsent(unsent)].filter(Boolean).join(" "),
      async onConfirmed() {
        await endSession(id);
        // The dialog's entry in the history becomes that of the page which comes now.
        history.replaceState(null, "", location.href);
        location.reload();
      },
    });
  }
}
