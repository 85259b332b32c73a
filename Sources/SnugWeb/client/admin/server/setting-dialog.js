// One of the server's settings, changed or given back its default.
import { radioField } from "../../choices/radio-field.js";
import { showDialog } from "../../ui/dialog.js";
import { el, setText, show } from "../../ui/dom.js";
import { field, form } from "../../ui/form.js";
import { words } from "../../words/words.js";

/// `spoken` are the words of settings; `onChange(text)` gets null to give the setting back its default.
export function showSetting({ setting, spoken, onChange }) {
  const { key, value, default: standard, shape, secret: isSecret, origin, takes_restart: takesRestart } = setting;

  async function change(next) {
    try {
      await onChange(next);
      dialog.close();
    } catch (problem) {
      // The fields of the form are not named as the server's are.
      problem.errors = problem.errors?.filter((error) => error.field === key)
        .map(({ message }) => ({ field: "value", message: /^(“.*”|This) is not /s.test(message) ? words.settingWrong({ shape, message, hint: spoken.hint(setting) }) : message }));
      throw problem;
    }
  }

  const input = inputFor(setting, spoken);
  const moving = key === "site.url" ? movingNotice(input.input) : null;
  const { root } = form({
    inputs: [input], submit: words.save, submitting: words.saving,
    onSubmit({ value }) {
      const text = isSecret ? value : value.trim();
      // A number alone is one of bytes, and few mean that.
      if (shape !== "SIZE" || !/^0*[1-9]\d*$/.test(text)) return change(text);
      input.setError(words.sizeNeedsUnit(text));
      input.input.focus();
    },
  });
  const back = form({
    inputs: [], submit: standard === null ? words.unsetSetting : words.restoreSetting(spoken.sentence({ key, value: standard })), submitting: words.saving,
    onSubmit: () => change(null),
  }).root;
  back.querySelector("button").classList.add("plain");

  const dialog = showDialog({
    title: spoken.title(setting), className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("p", {}, spoken.meaning(setting)), takesRestart && el("p", { class: "quiet" }, words.takesRestart), moving, root, origin === "database" && back,
      el("p", { class: "setting-key" }, el("code", {}, key)))],
  });
}

/// The warning that the page will be found elsewhere, while another address than its own is typed.
function movingNotice(input) {
  const root = el("p", { class: "notice", role: "status", hidden: true });
  input.addEventListener("input", () => {
    const typed = input.value.trim();
    const origin = URL.canParse(typed) ? new URL(typed).origin : location.origin;
    const isElsewhere = origin !== location.origin;
    show(root, isElsewhere);
    setText(root, isElsewhere ? words.siteMoves(origin) : "");
  });
  return root;
}

function inputFor(setting, spoken) {
  const { value, default: standard, shape, secret: isSecret } = setting;
  const listed = shape.split("|");
  const isListed = listed.length > 1 && listed.every((choice) => /^[a-z]+$/.test(choice));
  const choices = spoken.choices(setting) ?? (isListed ? listed.map((choice) => [choice, choice]) : null);
  if (choices) return radioField({ label: words.settingValue, name: "value", value: value ?? standard, options: choices });
  const unit = spoken.unit(setting);
  const made = field({
    label: words.settingValue, name: "value", value: value ?? "", autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    hint: spoken.hint(setting) ?? (/[^A-Z]/.test(shape) ? words.settingShape(shape) : ""),
    ...(unit && { inputmode: "decimal" }),
    ...(isSecret && { type: "password", autocomplete: "new-password" }),
  });
  if (unit) {
    const line = el("div", { class: "with-unit" });
    made.input.replaceWith(line);
    line.append(made.input, el("span", {}, unit));
  }
  return made;
}
