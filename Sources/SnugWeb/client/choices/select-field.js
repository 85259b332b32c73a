// A labelled choice from a few, for a form.
import { actIcon } from "../drawing/act-icons.js";
import { el } from "../ui/dom.js";

let fields = 0;

/// `options`: `[[value, label]]`
export function selectField({ label, hint = "", name, options, value }) {
  const id = `select-${++fields}`;
  const note = el("p", { id: `${id}-note`, class: "field-note" }, hint);
  const input = el("select", { id, name, class: "input", "aria-describedby": note.id },
    ...options.map(([each, text]) => el("option", { value: each, selected: each === value }, text)));
  const root = el("div", { class: "field" },
    el("label", { for: id, class: "label" }, label),
    el("div", { class: "select" }, input, actIcon("open")), note);
  return {
    root, input, name,
    setError(message) {
      input.toggleAttribute("aria-invalid", Boolean(message));
      note.textContent = message ?? hint;
    },
  };
}
