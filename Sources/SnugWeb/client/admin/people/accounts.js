// Everyone who has an account, for administrators.
import { administration } from "../../calls/administration.js";
import { personAvatar } from "../../ui/avatar.js";
import { bdi, el } from "../../ui/dom.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { fullTime, timeWithin } from "../../ui/time.js";
import { words } from "../../words/words.js";
import { showAccount } from "./account-dialog.js";
import { showNewAccount } from "./new-account.js";

export function accountsSection({ chat, toast, onSignInAgain }) {
  const list = pagedList({
    async page(last) {
      const { accounts, has_more: hasMore } = await administration.accounts({ after: last?.id });
      return { items: accounts, hasMore };
    },
    entry, nothing: "",
  });

  function entry(account) {
    const { id, name, email, role, online: isOnline, last_seen: lastSeen, deactivated: isDeactivated, closed: isClosed } = account;
    const avatar = personAvatar(id, name, { picture: account.picture_url });
    // The lines that are being closed are counted for a moment still.
    const isHere = isOnline && !isDeactivated;
    avatar.classList.toggle("online", isHere);
    const tag = (text) => el("span", { class: "tag" }, text);
    // Only an owner may change an owner; an account that its holder has closed is nobody's to change.
    const mayChange = !isClosed && (role !== "owner" || chat.me.role === "owner");
    return el("li", { class: "entry roomy" },
      avatar,
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, bdi(name),
          id === chat.me.id && tag(words.you),
          role !== "member" && tag(words.roles[role]),
          account.awaited && tag(words.awaited),
          isDeactivated && tag(isClosed ? words.accountClosed : words.deactivated)),
        el("p", { class: "quiet facts" }, email && bdi(email), presence(isHere, lastSeen))),
      mayChange && el("button", {
        type: "button", class: "button plain", "aria-label": words.changeAccountLabel(name),
        onclick: () => showAccount({ account, chat, toast, onSignInAgain, onChanged: list.replace }),
      }, words.changeAccount));
  }

  const add = el("button", {
    type: "button", class: "button", onclick: () => showNewAccount({ chat, onSignInAgain, onAdded: list.reload }),
  }, words.addPerson);
  return section(words.accounts, el("p", { class: "quiet" }, words.accountsLead), add, ...list.parts);
}

function presence(isOnline, lastSeen) {
  if (isOnline) return el("span", {}, words.online);
  if (!lastSeen) return null;
  const at = Date.parse(lastSeen);
  return el("time", { datetime: lastSeen, title: fullTime(at) }, words.lastSeen(timeWithin(at, Date.now())));
}
