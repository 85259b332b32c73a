// The frame of a page beside the rooms: a title with a way back, then sections.
import { words } from "../words/words.js";
import { el, icon } from "./dom.js";

/// `{root, heading}`
export const page = (title, ...sections) => pageOf({ title, sections });

/// `back` is the `{href, label}` of a page above this one; by default the list of rooms, which a wide window shows.
export function pageOf({ title, back, sections }) {
  const { href, label } = back ?? { href: "#/", label: words.back };
  const heading = el("h1", { tabindex: "-1", class: "ellipsis" }, title);
  const root = el("main", { class: "room page", id: "conversation" },
    el("header", { class: "bar" },
      el("a", { class: back ? "icon-button back always" : "icon-button back", href, "aria-label": label, title: label }, icon("back")),
      heading),
    el("div", { class: "page-body" }, el("div", { class: "page-inner" }, ...sections)));
  return { root, heading };
}

let sections = 0;

export function section(title, ...content) {
  const id = `section-${++sections}`;
  return el("section", { class: "section", "aria-labelledby": id }, el("h2", { id, tabindex: "-1" }, title), ...content);
}
