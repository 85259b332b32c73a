// The dialog that brings more people into a room.
import { showDialog } from "../ui/dialog.js";
import { el, setText, show } from "../ui/dom.js";
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

  async function submit() {
    if (button.ariaDisabled === "true") return;
    if (!chosen.size) return refuse(words.addNobody);
    button.ariaDisabled = "true";
    const names = [...chosen.values()].map(({ name }) => name);
    try {
      for (const id of chosen.keys()) {
        await add(id);
        chosen.delete(id);
      }
      await onAdded();
      dialog.close();
      toast.say(words.peopleAdded(names));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      refuse(problem.message);
    } finally {
      button.ariaDisabled = "false";
    }
  }

  const dialog = showDialog({
    title: words.addPeople,
    content: [el("form", {
      class: "group-form dialog-body",
      onsubmit(event) {
        event.preventDefault();
        submit();
      },
    }, ...search, error, el("div", { class: "dialog-foot" }, count, button))],
  });
}
