// The frame of a page beside the rooms: a title with a way back, then sections.
import { el, icon } from "./dom.js";
import { words } from "./words.js";

/// `{root, heading}`
export function page(title, ...sections) {
  const heading = el("h1", { tabindex: "-1", class: "ellipsis" }, title);
  const root = el("main", { class: "room page", id: "conversation" },
    el("header", { class: "bar" },
      el("a", { class: "icon-button back", href: "#/", "aria-label": words.back, title: words.back }, icon("back")),
      heading),
    el("div", { class: "page-body" }, el("div", { class: "page-inner" }, ...sections)));
  return { root, heading };
}

let sections = 0;

export function section(title, ...content) {
  const id = `section-${++sections}`;
  return el("section", { class: "section", "aria-labelledby": id }, el("h2", { id, tabindex: "-1" }, title), ...content);
}
