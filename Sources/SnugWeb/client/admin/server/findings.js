// The server's health: the findings of its checks in the page's language, each with its mend.
import { administration } from "../../calls/administration.js";
import { el, show } from "../../ui/dom.js";
import { act } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { timeElement } from "../../ui/time-element.js";
import { words } from "../../words/words.js";

const byWeight = ["error", "warning", "ignored", "ok"];
const ignoring = "check.ignore";

/// The checks speak English.
const translations = {
  de: () => import("../../words/findings-de.js"),
};

/// The sentence, the reason and the mend of each finding by its name, in a language.
export async function findingsIn(language) {
  return Object.hasOwn(translations, language) ? (await translations[language]()).findings : {};
}

export function findingsSection({ chat, toast }) {
  const summary = el("p", { class: "quiet" });
  const again = el("button", { type: "button", class: "button plain", hidden: true, onclick: () => act(again, list.reload) }, words.checkAgain);
  const isOwner = chat.me.role === "owner";

  /// Has a finding count for nothing, or count again: the setting names those that are known.
  async function setKnown(id, isKnown) {
    const { settings } = await administration.settings();
    const known = (settings.find(({ key }) => key === ignoring).value ?? "").split(",").map((each) => each.trim());
    const ids = known.filter((each) => each && each !== id).concat(isKnown ? [id] : []);
    await administration.changeSettings({ [ignoring]: ids.join(",") || null });
    await list.reload();
    root.querySelector("h2").focus();
  }

  const refused = ({ message, errors }) => toast.say(errors?.[0]?.message ?? message);

  const list = pagedList({
    async page() {
      const translated = await findingsIn(document.documentElement.lang);
      const { findings, checked_at: at } = await administration.findings();
      const found = findings.map(({ level, ignored, ...finding }) => {
        const [said, reason, mend] = translated[finding.id] ?? [];
        return { ...finding, said, reason, mend, level: ignored ? "ignored" : level };
      })
        .sort((a, b) => byWeight.indexOf(a.level) - byWeight.indexOf(b.level));
      const toMend = found.filter(({ level }) => !isGood(level)).length;
      summary.replaceChildren(el("span", {}, toMend ? words.toMend(toMend) : words.nothingToMend), " ", timeElement(at, words.checkedAt));
      show(again, true);
      return { items: found, hasMore: false };
    },
    entry: (finding) => entry(finding, isOwner && finding.level !== "ok" && knownButton(finding, { setKnown, refused })),
    nothing: "",
  });
  const root = section(words.findings, summary, ...list.parts, again);
  return root;
}

function knownButton({ id, level }, { setKnown, refused }) {
  const isKnown = level === "ignored";
  return el("button", {
    type: "button", class: "link-button", "aria-label": isKnown ? words.countAgainLabel(id) : words.markKnownLabel(id),
    onclick: ({ currentTarget }) => act(currentTarget, () => setKnown(id, !isKnown), refused),
  }, isKnown ? words.countAgain : words.markKnown);
}

const english = (text, className) => el("bdi", { lang: "en", class: className }, text);

/// True for what is as it should be, and for what is known and counts for nothing.
const isGood = (level) => level === "ok" || level === "ignored";

function entry({ id, check, level, what, why, fix, said, reason, mend }, button) {
  const isToMend = !isGood(level);
  return el("li", { class: "entry" },
    el("div", { class: "grow finding" },
      el("p", { class: "entry-name" },
        words.checks[check] ?? check, el("span", { class: `tag ${level}` }, words.levels[level] ?? level)),
      said && el("p", { class: isToMend ? "" : "quiet" }, said),
      isToMend && reason && el("p", { class: "quiet" }, reason),
      (isToMend || !said) && english(what, said ? "quiet" : ""),
      isToMend && why && !reason && english(why, "quiet"),
      isToMend && mend && el("p", {}, el("strong", {}, words.mend), " ", mend),
      isToMend && mendedAt(id),
      isToMend && fix && el("code", { class: "fix", dir: "ltr", lang: "en" }, fix),
      level !== "ok" && el("p", { class: "quiet facts" }, el("code", { class: "finding-id" }, id), button)));
}

/// The pages on which findings are mended, by the beginnings of their names.
const mendPages = [
  ["smtp.", "mail"], ["backup.", "backups"], ["config.registration", "settings"], ["config.domains", "settings"], ["config.sessions", "settings"],
  ["config.ignored", "settings"], ["config.site", "settings"],
];

/// The way to the page that mends it, if one does.
function mendedAt(id) {
  const page = mendPages.find(([beginning]) => id.startsWith(beginning))?.[1];
  return page && el("a", { class: "mend-link", href: `#/admin/${page}` }, words.mendPages[page]);
}
