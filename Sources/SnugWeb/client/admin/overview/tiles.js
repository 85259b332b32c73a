// The server's figures, one large number each.
import { el } from "../../ui/dom.js";
import { currentLocale, words } from "../../words/words.js";

export function tiles({ days, accounts, online, rooms, messages }) {
  const number = new Intl.NumberFormat(currentLocale(), { notation: messages < 100_000 ? "standard" : "compact" });
  const tile = (value, label, href) => el("li", {},
    el(href ? "a" : "div", { class: "card tile", href },
      el("strong", {}, number.format(value)), " ", el("span", { class: "quiet" }, label)));
  return el("ul", { class: "tiles" },
    tile(days.at(-1).messages, words.messagesToday(days.at(-1).messages)),
    tile(messages, words.messagesAltogether(messages)),
    tile(accounts, words.accountsNoun(accounts), "#/admin/people"),
    tile(online, words.hereNow, "#/admin/devices"),
    tile(rooms, words.roomsNoun(rooms), "#/admin/rooms"));
}
