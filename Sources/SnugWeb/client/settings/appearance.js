// The settings that hold in this browser alone: theme, language, telling others that one types.
import { languages } from "../text/language.js";
import { preferences } from "../text/preferences.js";
import { el, icon } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { applyTheme } from "./theme.js";

export const appearanceSection = () => section(words.appearance, theme(), language(), typing(),
  el("p", { class: "quiet" }, words.holdsHere));

function theme() {
  const chosen = preferences.get("theme");
  function choose(value) {
    preferences.set("theme", value);
    applyTheme(value);
  }
  return el("fieldset", { class: "field" },
    el("legend", { class: "label" }, words.theme),
    el("div", { class: "segments" },
      ...Object.entries(words.themes).map(([value, label]) => el("label", { class: "segment" },
        el("input", { type: "radio", name: "theme", value, checked: value === chosen, onchange: () => choose(value) }),
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
    el("div", { class: "select" }, select, icon("open")),
    el("p", { id: "language-note", class: "field-note" }, words.languageHint));
}

function typing() {
  const box = el("input", {
    type: "checkbox", checked: preferences.get("typing") === "told",
    onchange: () => preferences.set("typing", box.checked ? "told" : "kept"),
  });
  return el("label", { class: "check" }, box, el("span", {}, words.typingTold));
}
