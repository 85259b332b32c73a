// A dialog that asks before something is done that cannot be taken back.
import { words } from "../words/words.js";
import { showDialog } from "./dialog.js";
import { el } from "./dom.js";
import { field, form } from "./form.js";

/// `onConfirmed()` may throw a Problem: it is shown, and one can try again or leave. What `isDangerous` is red. With
/// `typed`, `{text, label, wrong}`, that text is to be typed first; `wrong` says that it is another.
export function showConfirmation({
  title, lead, submit, submitting = submit, cancel = words.cancel, isDangerous = false, typed = null, onConfirmed,
}) {
  const name = typed && field({ label: typed.label, name: "typed", autocomplete: "off", spellcheck: "false", dir: "auto" });
  const { root } = form({
    inputs: name ? [name] : [], submit, submitting,
    async onSubmit(values) {
      if (typed && plain(values.typed) !== plain(typed.text)) return name.setError(typed.wrong);
      await onConfirmed();
      dialog.close();
    },
  });
  if (isDangerous) root.querySelector(".button").classList.add("danger");
  root.append(el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, cancel));
  const dialog = showDialog({ title, className: "brief", content: [el("div", { class: "dialog-body" }, el("p", {}, lead), root)] });
  if (matchMedia("(pointer: fine)").matches) name?.input.focus();
  return dialog;
}

/// The text as it can be typed: what nobody sees of it, and its spaces, are nothing to go by.
const plain = (text) => text.normalize("NFC").replace(/\p{Cf}/gu, "").replace(/\s+/gu, " ").trim();
