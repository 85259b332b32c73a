// Invites: the standing one, and others that can still be used, made for some people or rooms.
import { administration } from "../../calls/administration.js";
import { actIcon } from "../../drawing/act-icons.js";
import { standingInvite } from "../../invites/standing-invite.js";
import { showConfirmation } from "../../ui/confirmation.js";
import { bdi, el } from "../../ui/dom.js";
import { roomName } from "../../ui/labels.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { fullTime } from "../../ui/time.js";
import { words } from "../../words/words.js";
import { showInviteLink } from "./invite-link.js";
import { showNewInvite } from "./new-invite.js";

export const invitesSections = (surroundings) =>
  el("div", { class: "sections" }, standingInvite({ isOfServer: true }), invitesSection(surroundings));

function invitesSection({ chat, toast }) {
  const list = pagedList({
    page: async () => ({ items: (await administration.invites()).invites.filter(({ standing }) => !standing), hasMore: false }),
    entry, nothing: words.noInvites,
  });

  function entry(invite) {
    const { id, name, uses, uses_max: usesMax, expires_at: expires, room_ids: roomIds } = invite;
    const title = name || words.inviteUnnamed;
    const rooms = roomIds.map((room) => chat.room(room)).filter(Boolean).map(roomName);
    return el("li", { class: "entry" },
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, bdi(title)),
        el("p", { class: "quiet facts" },
          el("span", {}, words.inviteUses(uses, usesMax)),
          el("time", { datetime: expires }, words.inviteExpires(fullTime(Date.parse(expires)))),
          rooms.length > 0 && el("span", {}, words.inviteInto(rooms)))),
      // The link of another's invite is for owners alone.
      invite.url && el("button", { type: "button", class: "button plain", "aria-label": words.showInviteLabel(title), onclick: () => showInviteLink(invite, { toast }) },
        words.showInvite),
      el("button", {
        type: "button", class: "icon-button", "aria-label": words.revokeInviteLabel(title), title: words.revokeInvite,
        onclick: () => revoke(id, title),
      }, actIcon("bin")));
  }

  function revoke(id, title) {
    showConfirmation({
      title: words.revokeInviteTitle(title), lead: words.revokeInviteLead, submit: words.revokeInvite,
      async onConfirmed() {
        await administration.revokeInvite(id);
        toast.say(words.inviteRevoked);
        await list.reload();
      },
    });
  }

  const make = el("button", {
    type: "button", class: "button",
    onclick: () => showNewInvite({
      rooms: chat.rooms.filter(({ kind }) => kind !== "direct"),
      async onMade(invite) {
        showInviteLink(invite, { toast });
        await list.reload();
      },
    }),
  }, words.newInvite);
  return section(words.otherInvites, el("p", { class: "quiet" }, words.invitesLead), make, ...list.parts);
}
