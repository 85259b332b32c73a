// Forms: labelled fields, a button that names the work under way, refusals beside the fields they are about.
import { words } from "../words/words.js";
import { el, setText, show } from "./dom.js";

let fields = 0;

/// One labelled input, or an element named by `tag`. `attributes` are the input's own.
export function field({ label, hint, name, tag = "input", ...attributes }) {
  const id = `field-${++fields}`;
  const input = el(tag, { id, name, class: "input", required: true, "aria-describedby": `${id}-note`, ...attributes });
  const note = el("p", { id: `${id}-note`, class: "field-note" }, hint ?? "");
  const isPassword = attributes.type === "password";
  const root = el("div", { class: "field" },
    el("label", { for: id, class: "label" }, label),
    isPassword ? el("div", { class: "input-with-button" }, input, reveal(input)) : input,
    note);
  return {
    root, input, name,
    /// Null takes the error back and shows the hint again.
    setError(message) {
      input.toggleAttribute("aria-invalid", false);
      if (message) input.setAttribute("aria-invalid", "true");
      setText(note, message ?? hint ?? "");
    },
  };
}

function reveal(input) {
  const button = el("button", {
    type: "button", class: "quiet-button", "aria-label": words.showPasswordLabel,
    onclick() {
      const isShown = input.type === "text";
      input.type = isShown ? "password" : "text";
      button.textContent = isShown ? words.showPassword : words.hidePassword;
      button.setAttribute("aria-label", isShown ? words.showPasswordLabel : words.hidePasswordLabel);
      input.focus();
    },
  }, words.showPassword);
  return button;
}

export const emailField = (value, autocomplete = "username", label = words.email) => field({
  label, name: "email", type: "email", autocomplete, inputmode: "email",
  autocapitalize: "none", spellcheck: "false", value,
});

export const nameField = (value) => field({
  label: words.name, hint: words.nameHint, name: "name", autocomplete: "name", maxlength: "80", value,
});

export const currentPasswordField = (label = words.password, name = "password") => field({
  label, name, type: "password", autocomplete: "current-password",
});

export const newPasswordField = (label = words.password, name = "password") => field({
  label, hint: words.passwordHint, name, type: "password", autocomplete: "new-password", minlength: "8",
});

export function codeField() {
  const code = field({ label: words.code, name: "code", inputmode: "numeric", autocomplete: "one-time-code", dir: "ltr" });
  code.input.classList.add("code-input");
  return code;
}

/// A press of a button that is no form's: pressed again while `work()` is under way it does nothing, and a refusal that
/// the work does not say itself is given to `onRefused(problem)`.
export async function act(button, work, onRefused = () => {}) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } catch (problem) {
    onRefused(problem.status === undefined ? { message: words.notDone } : problem);
    if (problem.status === undefined) throw problem;
  } finally {
    button.setAttribute("aria-disabled", "false");
  }
}

/// `onSubmit(values)` may throw a Problem: it is shown, and the form is ready again.
export function form({ inputs, submit, submitting, onSubmit }) {
  const error = el("p", { class: "form-error", role: "alert", hidden: true });
  const button = el("button", { class: "button wide" }, submit);
  let isBusy = false;

  function setBusy(busy) {
    isBusy = busy;
    button.setAttribute("aria-disabled", String(busy));
    setText(button, busy ? submitting : submit);
  }

  function showProblem(problem) {
    const wrong = inputs.filter((input) => problem.errors?.some((e) => e.field === input.name));
    for (const input of wrong) input.setError(problem.errors.find((e) => e.field === input.name).message);
    if (!wrong.length) setText(error, problem.message);
    show(error, !wrong.length);
    (wrong[0] ?? inputs.at(-1))?.input.focus();
  }

  async function send() {
    if (isBusy) return;
    show(error, false);
    for (const input of inputs) input.setError(null);
    setBusy(true);
    try {
      await onSubmit(Object.fromEntries(inputs.map(({ name, input }) => [name, input.value])));
    } catch (problem) {
      showProblem(problem.status === undefined ? { message: words.notDone } : problem);
      // A mistake in the page is for whoever mends it to see.
      if (problem.status === undefined) throw problem;
    } finally {
      setBusy(false);
    }
  }

  const root = el("form", {
    class: "form",
    onsubmit(event) {
      event.preventDefault();
      send();
    },
  }, ...inputs.map((input) => input.root), error, button);
  return { root, send, showProblem };
}
