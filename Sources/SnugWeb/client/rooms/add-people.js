// The dialog that brings more people into a room.
import { showDialog } from "../ui/dialog.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { words } from "../words/words.js";
import { choosePeople } from "./pickers.js";

/// `present`: the ids of those who are in already; `add(id)` brings one in; `onAdded()` when all are.
export function showAddPeople({ me, mayInvite, present, toast, add, onAdded }) {
  const chosen = new Map();
  const count = el("span", { class: "quiet grow", role: "status" });
  const error = el("p", { class: "form-error", role: "alert", hidden: true });
  const button = el("button", { class: "button" }, words.addPeople);
  const search = choosePeople({
    me, mayInvite, chosen, without: present,
    onPick(person) {
      if (!chosen.delete(person.id)) chosen.set(person.id, person);
      setText(count, words.chosen(chosen.size));
      show(error, false);
    },
  });

  function refuse(sentence) {
    setText(error, sentence);
    show(error, true);
  }

  async function addChosen() {
    if (!chosen.size) return refuse(words.addNobody);
    const names = [...chosen.values()].map(({ name }) => name);
    for (const id of chosen.keys()) {
      await add(id);
      chosen.delete(id);
    }
    await onAdded();
    dialog.close();
    toast.say(words.peopleAdded(names));
  }

  const dialog = showDialog({
    title: words.addPeople,
    content: [el("form", {
      class: "group-form dialog-body",
      onsubmit(event) {
        event.preventDefault();
        act(button, addChosen, ({ message }) => refuse(message));
      },
    }, ...search, error, el("div", { class: "dialog-foot" }, count, button))],
  });
}
