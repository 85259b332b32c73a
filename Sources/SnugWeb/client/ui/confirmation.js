// A dialog that asks before something is done that cannot be taken back.
import { words } from "../words/words.js";
import { showDialog } from "./dialog.js";
import { el } from "./dom.js";
import { form } from "./form.js";

/// `onConfirmed()` may throw a Problem: it is shown, and one can try again or leave.
export function showConfirmation({ title, lead, submit, submitting = submit, cancel = words.cancel, onConfirmed }) {
  const { root } = form({
    inputs: [], submit, submitting,
    async onSubmit() {
      await onConfirmed();
      dialog.close();
    },
  });
  root.append(el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, cancel));
  const dialog = showDialog({ title, className: "brief", content: [el("div", { class: "dialog-body" }, el("p", {}, lead), root)] });
  return dialog;
}
