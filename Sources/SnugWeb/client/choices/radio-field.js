// A choice from a few, each a sentence with a word on what it means, for a form.
import { el, setText } from "../ui/dom.js";

let fields = 0;

/// `options`: `[[value, sentence, hint]]`
export function radioField({ label, name, options, value }) {
  const id = `radio-${++fields}`;
  const note = el("p", { id: `${id}-note`, class: "field-note" });
  const radios = options.map(([each]) => el("input", { type: "radio", name: id, value: each, checked: each === value }));
  const root = el("fieldset", { class: "field radios", "aria-describedby": note.id },
    el("legend", { class: label ? "label" : "visually-hidden" }, label),
    ...options.map(([, sentence, hint], index) => el("label", { class: "radio" }, radios[index],
      el("span", {}, sentence, hint && el("span", { class: "quiet" }, hint)))),
    note);
  const chosen = () => radios.find(({ checked }) => checked) ?? radios[0];
  return {
    root, name,
    input: { get value() { return chosen().value; }, focus: () => chosen().focus() },
    setError: (message) => setText(note, message ?? ""),
  };
}
