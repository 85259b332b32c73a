// The log of acts that somebody may have to explain one day, in words.
import { administration } from "../calls/administration.js";
import { called } from "../text/called.js";
import { el } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { fullTime } from "../ui/time.js";
import { words } from "../words/words.js";
import { settingWordsIn } from "./server/setting-words.js";

export function auditSection({ chat }) {
  const names = new Map();
  let settings;

  async function learn(id) {
    const known = chat.people.name(id);
    // Accounts are listed by id, so that this is the one after those before it.
    const found = known ? [] : (await administration.accounts({ after: id - 1, limit: 1 })).accounts;
    names.set(id, known ?? (found[0]?.id === id ? found[0].name : words.nobodyKnown));
  }

  const list = pagedList({
    async page(last) {
      settings ??= await settingWordsIn(document.documentElement.lang);
      const { entries, has_more: hasMore } = await administration.audit({ before: last?.id });
      const unknown = new Set(entries.flatMap((entry) => [entry.actor_id, entry.user_id, inviteIn(entry.detail)?.maker ?? null]));
      for (const id of unknown) if (id !== null && !names.has(id)) await learn(id);
      return { items: entries, hasMore };
    },
    entry: (item) => el("li", { class: "entry" },
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, sentence(item, (id) => names.get(id), (key) => settings.title({ key }))),
        el("p", { class: "quiet facts" },
          el("time", { datetime: item.at }, fullTime(Date.parse(item.at))),
          item.address && el("span", {}, item.address)))),
    nothing: words.noAudit,
  });
  return section(words.audit, el("p", { class: "quiet" }, words.auditLead), ...list.parts);
}

const isolated = (name) => name && called(name);

/// The acts whose detail has two parts.
const listed = new Set(["role_changed", "user_added"]);
/// The acts whose detail are keys of settings.
const aboutSettings = new Set(["setting_changed", "settings_tried"]);

/// The invite that let someone in, `{maker, name}`, as the server notes it; null where none did.
function inviteIn(detail) {
  const [, maker, name] = detail.match(/^registered, invite \d+ of user (\d+)(?:: (.*))?$/) ?? [];
  return maker ? { maker: Number(maker), name } : null;
}

/// The sentence of an entry. Without an actor it was the person themselves, or a command on the server.
export function sentence({ act, actor_id: actor, user_id: user, address, detail: noted }, nameOf, titleOf = (key) => key) {
  const detail = aboutSettings.has(act) ? noted.split(" ").map(titleOf).join(", ") : noted;
  const whom = user === null ? null : isolated(nameOf(user));
  const isOwn = address !== "" || detail.startsWith("registered");
  const invite = inviteIn(detail);
  const said = (text) => text && isolated(words.auditDetails[text] ?? text);
  const who = actor !== null ? isolated(nameOf(actor)) : isOwn && whom ? whom : words.atServer;
  // The second part is what was before, or what went with it.
  const [what, aside] = listed.has(act) ? detail.split(", ") : [detail];
  return words.acts[act]?.({
    who, whom, detail: said(what), aside: said(aside?.replace("was ", "")), isOther: user !== null && who !== whom,
    invite: invite && { maker: isolated(nameOf(invite.maker)), name: said(invite.name) },
  }) ?? words.actUnknown(act);
}
