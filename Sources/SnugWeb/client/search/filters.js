// The row of filters beneath the field: those that are set can be taken back, the others be set without a keyboard.
import { bdi, el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";
import { daysLabel } from "./labels.js";
import { hasKinds } from "./query.js";

/// `onRemove(kinds)`; `onType(kind)`: a name is to be typed; `onHas(kind)`; `onDays()`. `render(search, areDaysOpen)`
/// draws it anew.
export function filterRow({ onRemove, onType, onHas, onDays }) {
  const root = el("div", { class: "chips search-filters", role: "group", "aria-label": words.narrow });

  const set = (name, label, ...kinds) => el("button", {
    type: "button", class: "chip set", "data-filter": name, "aria-label": words.removeFilter(label), onclick: () => onRemove(kinds),
  }, bdi(label, "ellipsis"), icon("close"));
  const unset = (name, label, onclick, more = {}) => el("button", { type: "button", class: "chip", "data-filter": name, onclick, ...more }, label);

  return {
    root,
    render({ person, room, has, since, until }, areDaysOpen) {
      const all = [
        person ? set("person", words.fromPerson(person.name), "person") : unset("person", words.filterFrom, () => onType("person")),
        room ? set("room", words.inRoom(room.name), "room") : unset("room", words.filterIn, () => onType("room")),
        ...since || until ? [set("days", daysLabel(since, until), "since", "until")] : [],
        unset("calendar", words.filterDays, onDays, { "aria-expanded": String(areDaysOpen), "aria-controls": "search-days" }),
        ...has ? [set(`has ${has}`, words.hasKinds[has], "has")] : hasKinds.map((kind) => unset(`has ${kind}`, words.hasKinds[kind], () => onHas(kind))),
      ];
      // The one that closes the days stands where it is seen first, then those that are set.
      const rank = (chip) => (chip.ariaExpanded === "true" ? 0 : chip.classList.contains("set") ? 1 : 2);
      const next = all.toSorted((a, b) => rank(a) - rank(b));
      if (next.length === root.childNodes.length && next.every((chip, index) => chip.isEqualNode(root.childNodes[index]))) return;
      const focused = root.contains(document.activeElement) ? document.activeElement.dataset.filter : null;
      root.replaceChildren(...next);
      if (next.some((chip) => rank(chip) < 2)) root.scrollLeft = 0;
      if (focused) (root.querySelector(`[data-filter="${focused}"]`) ?? root.querySelector('[data-filter="calendar"]')).focus();
    },
  };
}
