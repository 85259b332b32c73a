// One of the server's settings, changed or given back its default.
import { showDialog } from "../../ui/dialog.js";
import { el } from "../../ui/dom.js";
import { field, form } from "../../ui/form.js";
import { words } from "../../words/words.js";
import { selectField } from "../../choices/select-field.js";

/// `onChange(text)` gets null to give the setting back its default.
export function showSetting({ setting, onChange }) {
  const { key, value, default: standard, shape, meaning, secret: isSecret, origin, takes_restart: takesRestart } = setting;

  async function change(next) {
    try {
      await onChange(next);
      dialog.close();
    } catch (problem) {
      // The fields of the form are not named as the server's are.
      problem.errors = problem.errors?.filter((error) => error.field === key)
        .map(({ message }) => ({ field: "value", message: /^(“.*”|This) is not /s.test(message) ? words.settingWrong({ shape, message }) : message }));
      throw problem;
    }
  }

  const choices = shape.split("|");
  const isChoice = choices.length > 1 && choices.every((choice) => /^[a-z]+$/.test(choice));
  const input = isChoice
    ? selectField({ label: words.settingValue, name: "value", value: value ?? standard, options: choices.map((choice) => [choice, choice]) })
    : field({
      label: words.settingValue, name: "value", value: value ?? "", hint: /[^A-Z]/.test(shape) ? words.settingShape(shape) : "", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      ...(isSecret && { type: "password", autocomplete: "new-password" }),
    });
  const { root } = form({
    inputs: [input], submit: words.save, submitting: words.saving,
    onSubmit: ({ value: text }) => change(isSecret ? text : text.trim()),
  });
  const back = form({
    inputs: [], submit: standard === null ? words.unsetSetting : words.restoreSetting(standard), submitting: words.saving,
    onSubmit: () => change(null),
  }).root;
  back.querySelector("button").classList.add("plain");

  const dialog = showDialog({
    title: key, className: "brief",
    content: [el("div", { class: "dialog-body" },
      el("p", {}, meaning), takesRestart && el("p", { class: "quiet" }, words.takesRestart), root, origin === "database" && back)],
  });
}
