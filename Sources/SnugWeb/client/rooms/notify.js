// The notification level of a room, for oneself.
import { setNotify } from "../calls/rooms.js";
import { isMuted, level } from "../logs/room-summary.js";
import { mutedUntil } from "../notices/level-menu.js";
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

  async function choose(value) {
    try {
      await setNotify(chat, roomId, value);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast.say(problem.message);
      check(chat.room(roomId) ?? {});
    }
  }

  function check(room) {
    const now = level(room);
    for (const input of inputs) input.checked = input.value === now;
    setText(hint, isMuted(room) && room.notify_until ? mutedUntil(room) : words.notifyHints[now]);
  }

  return {
    root,
    render({ room, rights }) {
      show(root, rights.isMember);
      check(room);
    },
  };
}
