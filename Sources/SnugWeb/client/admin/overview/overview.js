// The first page of the administration: how the server is and what goes on there, at a glance.
import { administration } from "../../calls/administration.js";
import { answered } from "../../calls/answered.js";
import { dayChart } from "../../drawing/day-chart.js";
import { el } from "../../ui/dom.js";
import { words } from "../../words/words.js";
import { backupCard, diskCard, healthCard, mailCard, waitingCard } from "./cards.js";
import { tiles } from "./tiles.js";

export function overviewSections() {
  const { parts, ask } = answered(async () => {
    const [overview, waiting] = await Promise.all([administration.overview(), administration.waitingForHand().catch(() => 0)]);
    root.replaceChildren(...drawing(overview, waiting).filter(Boolean));
  });
  const root = el("div", { class: "overview" }, ...parts);

  ask();
  return root;
}

function drawing(overview, waiting) {
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
    el("div", { class: "cards" }, diskCard(overview.disk, overview.files), el("div", { class: "cards-column" }, mailCard(overview.mail, now), backupCard(overview.backup, now))),
  ];
}
