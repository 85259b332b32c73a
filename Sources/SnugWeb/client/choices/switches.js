// Settings that are on or off.
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

/// `{root, box}`, with a sentence beneath where there is a hint.
export function check(label, isOn, onchange, hint = null) {
  const box = el("input", { type: "checkbox", checked: isOn, onchange });
  const root = el("label", { class: "check" }, box,
    el("span", { class: "two-lines" }, label, hint && el("span", { class: "quiet" }, hint)));
  return { root, box };
}

/// Has the server keep a change of oneself, and says how that went; gives true if it is kept.
export async function kept({ chat, toast, change }) {
  try {
    await chat.changeMe(change);
    toast.say(words.saved);
    return true;
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    toast.say(problem.message);
    return false;
  }
}
