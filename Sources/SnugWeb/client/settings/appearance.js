// The looks of the page, which hold in this browser alone: theme, spacing, language.
import { actIcon } from "../drawing/act-icons.js";
import { languages } from "../text/language.js";
import { preferences } from "../text/preferences.js";
import { el } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { applyTheme } from "./theme.js";

export const appearanceSection = () => section(words.appearance, themeChoice("theme"), density(), language(),
  el("p", { class: "quiet" }, words.holdsHere));

/// The choice stands in several places, each by a name of its own.
export const themeChoice = (name) => choice("theme", words.theme, words.themes, applyTheme, name);

const density = () => choice("density", words.density, words.densities, (value) => {
  document.documentElement.dataset.density = value;
});

let isListening = false;

/// Chosen in another tab, whose looks this page has taken over by itself.
function listen() {
  if (!isListening) addEventListener("storage", ({ key }) => ["theme", "density"].includes(key) && show(key));
  isListening = true;
}

function show(preference) {
  const value = preferences.get(preference);
  for (const input of document.querySelectorAll(`[data-choice="${preference}"] input`)) input.checked = input.value === value;
}

function choice(preference, title, labels, apply, name = preference) {
  const chosen = preferences.get(preference);
  listen();
  function choose(value) {
    preferences.set(preference, value);
    apply(value);
    show(preference);
  }

  return el("fieldset", { class: "field", "data-choice": preference },
    el("legend", { class: "label" }, title),
    el("div", { class: "segments" },
      ...Object.entries(labels).map(([value, label]) => el("label", { class: "segment" },
        el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
        el("span", {}, label)))));
}

function language() {
  const chosen = preferences.get("language");
  const option = (value, label, lang) => el("option", { value, lang, selected: value === chosen }, label);
  const select = el("select", { id: "language", class: "input", "aria-describedby": "language-note", onchange: choose },
    option("browser", words.languageOfBrowser),
    ...Object.entries(languages).map(([value, name]) => option(value, name, value)));
  function choose() {
    preferences.set("language", select.value);
    // The words on the page are still those of the other language.
    location.reload();
  }
  return el("div", { class: "field" }, el("label", { for: "language", class: "label" }, words.language),
    el("div", { class: "select" }, select, actIcon("open")),
    el("p", { id: "language-note", class: "field-note" }, words.languageHint));
}
