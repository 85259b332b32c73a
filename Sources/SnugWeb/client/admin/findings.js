// The server's health: the findings of its checks, each with its remedy, and a mail to test the relay.
import { api } from "../models/api.js";
import { el, show } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";

const byWeight = ["error", "warning", "ignored", "ok"];

export const findingsSections = (surroundings) =>
  el("div", { class: "sections" }, findingsSection(), testMailSection(surroundings));

function findingsSection() {
  const summary = el("p", { class: "quiet" });
  const again = el("button", { type: "button", class: "button plain", hidden: true, onclick: () => list.reload() }, words.checkAgain);
  const list = pagedList({
    async page() {
      const { findings, checked_at: at } = await api.findings();
      const found = findings.map(({ level, ignored, ...finding }, id) => ({ ...finding, id, level: ignored ? "ignored" : level }))
        .sort((a, b) => byWeight.indexOf(a.level) - byWeight.indexOf(b.level));
      const toMend = found.filter(({ level }) => !isGood(level)).length;
      summary.replaceChildren(el("span", {}, toMend ? words.toMend(toMend) : words.nothingToMend), " ", timeElement(at, words.checkedAt));
      show(again, true);
      return { items: found, hasMore: false };
    },
    entry, nothing: "",
  });
  return section(words.findings, summary, ...list.parts, again);
}

/// The checks speak no other language.
const english = (text, className) => el("bdi", { lang: "en", class: className }, text);

/// True for what is as it should be, and for what is known and counts for nothing.
const isGood = (level) => level === "ok" || level === "ignored";

function entry({ check, level, what, why, fix }) {
  return el("li", { class: "entry" },
    el("div", { class: "grow finding" },
      el("p", { class: "entry-name" },
        words.checks[check] ?? check, el("span", { class: `tag ${level}` }, words.levels[level] ?? level)),
      english(what, isGood(level) ? "quiet" : ""),
      !isGood(level) && why && english(why, "quiet"),
      !isGood(level) && fix && el("code", { class: "fix", dir: "ltr", lang: "en" }, fix)));
}

function testMailSection({ chat, toast }) {
  const { root } = form({
    inputs: [], submit: words.sendTestMail, submitting: words.sendingTestMail,
    async onSubmit() {
      const { sent_to: email, relay } = await api.sendTestMail();
      toast.say(relay ? words.testMailSent(email, relay) : words.testMailPrinted);
    },
  });
  return section(words.testMail, el("p", { class: "quiet" }, words.testMailLead(chat.me.email)), root);
}
