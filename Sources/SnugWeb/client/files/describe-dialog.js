// The dialog in which a picture is described for those who cannot see it.
import { isComposing } from "../text/composing.js";
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { field, form } from "../ui/form.js";
import { words } from "../words/words.js";

/// `file`: `url` and `alt`.
export function showDescribe({ file, altMax, onDescribed }) {
  const alt = field({
    label: words.description, hint: words.descriptionHint, name: "alt", tag: "textarea", rows: "3", maxlength: altMax, required: false,
    onkeydown(event) {
      if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
      event.preventDefault();
      root.requestSubmit();
    },
  });
  alt.input.value = file.alt ?? "";
  const { root } = form({
    inputs: [alt], submit: words.save, submitting: words.save,
    onSubmit(values) {
      onDescribed(values.alt.replace(/\s+/g, " ").trim());
      dialog.close();
    },
  });
  const dialog = showDialog({
    title: words.describeTitle, className: "brief",
    content: [el("div", { class: "dialog-body" }, el("img", { class: "described", src: file.url, alt: "" }), root)],
  });
  alt.input.focus();
}
