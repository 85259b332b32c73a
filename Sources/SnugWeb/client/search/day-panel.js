// The choice of days, and the way to a day of one room.
import { firstSince } from "../calls/search.js";
import { el, setText, show } from "../ui/dom.js";
import { act, field } from "../ui/form.js";
import { words } from "../words/words.js";
import { bounds, daysBefore, firstKnownDay } from "./days.js";
import { shortDay, today } from "./labels.js";

/// `onDays({since, until}, isWhole)`, with true where nothing more is to be chosen; `onShow(message)`: that is the
/// first message of the day. `render(search, isOpen)` draws it anew.
export function dayPanel({ chat, toast, onDays, onShow }) {
  const first = field({ label: words.firstDay, name: "since", type: "date", required: false });
  const last = field({ label: words.lastDay, name: "until", type: "date", required: false });
  for (const { input } of [first, last]) {
    input.min = firstKnownDay;
    input.addEventListener("change", changed);
  }
  const past = Object.entries(words.daysPast).map(([count, label]) =>
    el("button", { type: "button", class: "chip", onclick: () => onDays({ since: daysBefore(today(), Number(count)), until: null }, true) }, label));
  const any = el("button", { type: "button", class: "chip", onclick: () => onDays({ since: null, until: null }, true) }, words.anyDay);
  const go = el("button", { type: "button", class: "button plain", onclick: () => act(go, showDay, ({ message }) => toast.say(message)) });
  const root = el("fieldset", { id: "search-days", class: "search-days", hidden: true },
    el("legend", { class: "visually-hidden" }, words.daysTitle),
    el("div", { class: "chips" }, ...past, any),
    el("div", { class: "search-day-fields" }, first.root, last.root),
    go);
  let room = null;
  let day = null;

  function changed() {
    // While a year is typed, it is one of long ago.
    if (![first, last].every(({ input }) => input.validity.valid)) return;
    const [since, until] = [first.input.value || null, last.input.value || null];
    // The days are meant in their order.
    onDays(since && until && since > until ? { since: until, until: since } : { since, until });
  }

  async function showDay() {
    const { start, end } = bounds(day);
    const message = await firstSince(room, start);
    if (!message) return toast.say(words.nothingSince);
    if (Date.parse(message.timestamp) >= end) toast.say(words.dayNotThere);
    onShow(message);
  }

  return {
    root,
    render({ since, until, ...search }, isOpen) {
      room = search.room && chat.room(search.room.id);
      day = since;
      show(root, isOpen);
      for (const [{ input }, chosen] of [[first, since], [last, until]]) {
        input.max = today();
        if (document.activeElement !== input && input.value !== (chosen ?? "")) input.value = chosen ?? "";
      }
      show(go, Boolean(room && day));
      setText(go, room && day ? words.showDay(shortDay(day)) : "");
    },
  };
}
