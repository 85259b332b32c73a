// Search fields with a list beneath to pick from: people, open rooms.
import { openRooms } from "../calls/rooms.js";
import { actIcon } from "../drawing/act-icons.js";
import { api } from "../models/api.js";
import { isComposing } from "../text/composing.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el, icon } from "../ui/dom.js";
import { words } from "../words/words.js";

const searchAfterMilliseconds = 200;
const peopleMax = 50;

/// With `chosen`, a Map by id, people are ticked on and off; else one is picked: `onPick(person, button)`. Nobody is
/// found whose id is in `without`. `mayInvite`: where nobody is found, there is a way to bring someone in.
export function choosePeople({ me, mayInvite, chosen, onPick, without = new Set() }) {
  return picker({
    label: words.findPeople,
    find: async (q) => (await api.users({ q, limit: peopleMax })).users.filter(({ id }) => id !== me && !without.has(id)),
    nothing: (q) => [
      q ? words.noPeopleFor(q) : without.size ? words.noPeopleLeft : words.noPeople,
      ...(mayInvite ? [" ", el("a", { href: "#/admin/invites" }, words.inviteSomeone)] : []),
    ],
    item(person) {
      const button = el("button", {
        type: "button", class: "pick", "aria-pressed": chosen && String(chosen.has(person.id)),
        onclick() {
          onPick(person, button);
          if (chosen) button.setAttribute("aria-pressed", String(chosen.has(person.id)));
        },
      },
      personAvatar(person.id, person.name, { picture: person.picture_url }),
      bdi(person.name, "grow ellipsis"),
      chosen && el("span", { class: "tick" }, actIcon("check")));
      return button;
    },
  });
}

export function chooseOpenRoom({ onPick }) {
  return picker({
    label: words.findRooms,
    find: async (q) => (await openRooms(q)).rooms,
    nothing: (q) => (q ? words.noOpenRoomsFor(q) : words.noOpenRooms),
    item: (room) => el("button", {
      type: "button", class: "pick", "aria-label": words.joinLabel(room.name), onclick: ({ currentTarget }) => onPick(room, currentTarget),
    },
      roomAvatar({ ...room, kind: "open" }, room.name),
      el("span", { class: "grow two-lines" }, bdi(room.name, "ellipsis"), el("span", { class: "quiet" }, words.people(room.member_count))),
      el("span", { class: "pick-action" }, words.join)),
  });
}

/// A search field with the results of `find(q)`, each as `item(found)`; `atOnce(q)` are those that need no asking, if
/// there are any. `onEnter(first)` takes the pick of Enter: the first result for what stands in the field by then, or
/// null.
export function picker({ label, find, atOnce = null, nothing, item, onEnter }) {
  const list = el("ul", { class: "picks" });
  const said = el("p", { class: "quiet picks-said", role: "status" }, words.loading);
  const input = el("input", {
    type: "search", class: "input", "aria-label": label, placeholder: label, autocomplete: "off", oninput: later,
    // In a form, Enter would create the group before its people are chosen.
    onkeydown(event) {
      if (event.key !== "Enter" || isComposing(event)) return;
      event.preventDefault();
      enter();
    },
  });
  let shown = [];
  let timer = 0;
  let asked = 0;

  function later() {
    clearTimeout(timer);
    asked += 1;
    showAtOnce();
    timer = setTimeout(search, searchAfterMilliseconds);
  }

  function showAtOnce() {
    if (atOnce) show(atOnce(input.value.trim()));
  }

  function show(found) {
    shown = found;
    list.replaceChildren(...found.map((each) => el("li", {}, item(each))));
    said.textContent = "";
  }

  async function search() {
    clearTimeout(timer);
    const question = ++asked;
    const q = input.value.trim();
    try {
      const found = await find(q);
      if (question !== asked) return;
      show(found);
      said.replaceChildren(...(found.length ? [] : [nothing(q)].flat()));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (question === asked) said.textContent = problem.message;
    }
  }

  /// Takes a result that is here at once; else the answer to what stands in the field.
  async function enter() {
    if (!onEnter) return;
    if (!atOnce?.(input.value.trim()).length) await search();
    onEnter(shown[0] ?? null);
  }

  showAtOnce();
  search();
  return [el("div", { class: "search" }, icon("search"), input), el("div", { class: "picks-box" }, said, list)];
}
