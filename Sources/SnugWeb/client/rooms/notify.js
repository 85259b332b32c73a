// The notification level of a room, for oneself.
import { el, setText, show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

const levels = ["everything", "mentions", "nothing"];

export function notifySection({ chat, toast, roomId }) {
  const hint = el("p", { class: "quiet" });
  const inputs = levels.map((value) => el("input", { type: "radio", name: "notify", value, onchange: () => choose(value) }));
  const root = section(words.notify,
    el("fieldset", { class: "segments" },
      el("legend", { class: "visually-hidden" }, words.notify),
      ...inputs.map((input) => el("label", { class: "segment" }, input, el("span", {}, words.notifyLevels[input.value])))),
    hint);

  async function choose(level) {
    try {
      await chat.setNotify(roomId, level);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast.say(problem.message);
      check(chat.room(roomId)?.notify);
    }
  }

  function check(level) {
    for (const input of inputs) input.checked = input.value === level;
    setText(hint, words.notifyHints[level] ?? "");
  }

  return {
    root,
    render({ room, rights }) {
      show(root, rights.isMember);
      check(room.notify);
    },
  };
}
