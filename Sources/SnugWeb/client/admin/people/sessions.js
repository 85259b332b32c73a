// Everyone's sessions for administrators: person, device, address, and a way to end one.
import { administration } from "../../calls/administration.js";
import { personAvatar } from "../../ui/avatar.js";
import { showConfirmation } from "../../ui/confirmation.js";
import { bdi, el } from "../../ui/dom.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { timeElement } from "../../ui/time-element.js";
import { words } from "../../words/words.js";

export const sessionsSection = (surroundings) =>
  section(words.devices, el("p", { class: "quiet" }, words.sessionsLead), ...sessionList(surroundings));

/// The parts of the list of everyone's sessions, or of one account's.
export function sessionList({ chat, toast, account = null }) {
  const list = pagedList({
    async page(last) {
      const { sessions, has_more: hasMore } = await administration.sessions({ user_id: account?.id, before: last?.id });
      return { items: sessions, hasMore };
    },
    entry, nothing: words.noDevices,
  });

  function entry(session) {
    const { user_id: userId, name, role, current: isCurrent, address, created_at: firstSeen, last_seen: lastSeen } = session;
    const device = words.device(session.device);
    // Only an owner may sign an owner out.
    const mayEnd = !isCurrent && (role !== "owner" || chat.me.role === "owner");
    return el("li", { class: "entry" },
      account === null && personAvatar(userId, name, { picture: chat.people.picture(userId) }),
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, account ? device : bdi(name), isCurrent && el("span", { class: "tag" }, words.thisDevice)),
        el("p", { class: "quiet facts" },
          account === null && el("span", {}, device),
          timeElement(firstSeen, words.firstSeen), timeElement(lastSeen, words.lastSeen), el("span", {}, address))),
      mayEnd && el("button", {
        type: "button", class: "button plain", "aria-label": words.signOutOf(name, device), onclick: () => askToEnd(session, device),
      }, words.signOut));
  }

  function askToEnd(session, device) {
    showConfirmation({
      title: words.signOutTitle(session.name), lead: words.signOutLead(device), submit: words.signOut,
      async onConfirmed() {
        await administration.endSession(session.id);
        list.remove(session);
        toast.say(words.signedOutOf(session.name, device));
      },
    });
  }

  return list.parts;
}
