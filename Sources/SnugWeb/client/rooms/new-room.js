// The dialog that starts a conversation: with one person, with a group, or in an open room.
import { createRoom, directRoom, joinRoom } from "../calls/rooms.js";
import { isAdministrator } from "../models/people.js";
import { showDialog } from "../ui/dialog.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { chooseOpenRoom, choosePeople } from "./pickers.js";

export async function showNewRoom(chat) {
  await learnPageWords();
  const error = el("p", { class: "form-error", role: "alert", hidden: true });
  const body = el("div", { class: "dialog-body" });
  let isEntering = false;

  /// Goes to the room that `work` gives, which that button asked for; one at a time.
  async function enter(button, work) {
    if (isEntering) return;
    isEntering = true;
    show(error, false);
    await act(button, async () => {
      const room = await work();
      dialog.close();
      location.hash = `#/room/${room.id}`;
    }, ({ message }) => {
      setText(error, message);
      show(error, true);
    }).finally(() => { isEntering = false; });
  }

  const pages = {
    direct: () => choosePeople({
      me: chat.me.id, mayInvite: isAdministrator(chat.me),
      onPick: ({ id }, button) => enter(button, () => directRoom(chat, id)),
    }),
    group: () => [groupForm({ chat, enter })],
    open: () => chooseOpenRoom({ onPick: ({ id }, button) => enter(button, () => joinRoom(chat, id)) }),
  };

  body.append(...pages.direct());
  const dialog = showDialog({
    title: words.newTitle,
    content: [
      kinds((kind) => {
        show(error, false);
        body.replaceChildren(...pages[kind]());
      }),
      body,
      error,
    ],
  });
}

function kinds(onChange) {
  const choice = (value, label) => el("label", { class: "segment" },
    el("input", { type: "radio", name: "kind", value, checked: value === "direct", onchange: () => onChange(value) }),
    el("span", {}, label));
  return el("fieldset", { class: "segments" },
    el("legend", { class: "visually-hidden" }, words.kindLegend),
    choice("direct", words.kindDirect), choice("group", words.kindGroup), choice("open", words.kindOpen));
}

function groupForm({ chat, enter }) {
  const chosen = new Map();
  const count = el("span", { class: "quiet grow", role: "status" });
  const name = el("input", { id: "group-name", class: "input", name: "name", required: true, maxlength: "100", autocomplete: "off" });
  const isOpen = el("input", { type: "checkbox", name: "open" });
  const button = el("button", { class: "button" }, words.createGroup);
  const search = choosePeople({
    me: chat.me.id, mayInvite: isAdministrator(chat.me),
    chosen,
    onPick(person) {
      if (!chosen.delete(person.id)) chosen.set(person.id, person);
      setText(count, words.chosen(chosen.size));
      name.setCustomValidity("");
    },
  });

  function create() {
    if (!chosen.size && !isOpen.checked) {
      name.setCustomValidity(words.groupNobody);
      name.reportValidity();
      return;
    }
    const kind = isOpen.checked ? "open" : "group";
    enter(button, () => createRoom(chat, { kind, name: name.value.trim(), member_ids: [...chosen.keys()] }));
  }

  isOpen.addEventListener("change", () => name.setCustomValidity(""));
  name.addEventListener("input", () => name.setCustomValidity(""));
  return el("form", {
    class: "group-form",
    onsubmit(event) {
      event.preventDefault();
      create();
    },
  },
  el("div", { class: "field" }, el("label", { class: "label", for: "group-name" }, words.groupName), name),
  ...search,
  el("label", { class: "check" }, isOpen, el("span", {}, words.groupOpen)),
  el("div", { class: "dialog-foot" }, count, button));
}
