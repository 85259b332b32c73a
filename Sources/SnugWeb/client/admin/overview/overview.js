// The first page of the administration: how the server is and what goes on there, at a glance.
import { administration } from "../../calls/administration.js";
import { dayChart } from "../../drawing/day-chart.js";
import { el, setText, show } from "../../ui/dom.js";
import { act } from "../../ui/form.js";
import { words } from "../../words/words.js";
import { backupCard, diskCard, healthCard, mailCard, waitingCard } from "./cards.js";
import { tiles } from "./tiles.js";

export function overviewSections() {
  const said = el("p", { class: "quiet", role: "status" }, words.loading);
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const again = el("button", { type: "button", class: "button plain", hidden: true, onclick: ask }, words.tryAgain);
  const root = el("div", { class: "overview" }, said, failed, again);

  async function load() {
    show(failed, false);
    const [overview, waiting] = await Promise.all([administration.overview(), administration.waitingForHand().catch(() => 0)]);
    root.replaceChildren(...parts(overview, waiting).filter(Boolean));
  }

  function ask() {
    return act(again, load, ({ message }) => {
      setText(said, "");
      setText(failed, message);
      show(failed, true);
      show(again, true);
    });
  }

  ask();
  return root;
}

function parts(overview, waiting) {
  const { days } = overview;
  const messages = days.map(({ day, messages: value }) => ({ day, value }));
  const people = days.map(({ day, people: value }) => ({ day, value }));
  const table = { asTable: words.asTable, dayTitle: words.day };
  const now = Date.now();
  return [
    healthCard(overview.findings),
    waiting > 0 && waitingCard(waiting),
    tiles(overview),
    dayChart({
      title: words.messagesADay, kind: "bars", days: messages, count: words.messageCount, ...table,
      said: words.messagesInDays(messages.reduce((sum, { value }) => sum + value, 0), days.length),
    }),
    dayChart({
      title: words.peopleADay, kind: "curve", days: people, count: words.people, ...table,
      said: words.mostPeople(Math.max(...people.map(({ value }) => value))),
    }),
    el("div", { class: "cards" }, diskCard(overview.disk), el("div", { class: "cards-column" }, mailCard(overview.mail, now), backupCard(overview.backup, now))),
  ];
}
