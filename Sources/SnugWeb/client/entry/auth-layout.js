// The layout of the pages for those who are not in yet: the site's name, a heading, a form.
import { siteName } from "../text/site-name.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

let leaving = new AbortController();

/// Fills the page and puts the focus into its first field, or on its heading. `title` and `lead` are texts, or lists of
/// texts and elements. Gives a signal that is aborted when another page takes its place.
export function showAuthLayout({ title, lead, content }) {
  leaving.abort();
  leaving = new AbortController();
  const heading = el("h1", { tabindex: "-1" }, ...[title].flat());
  const page = el("main", { class: "auth" },
    el("div", { class: "auth-card" },
      el("p", { class: "auth-site" },
        el("img", { src: "/assets/icon.svg", alt: "", width: "48", height: "48" }),
        el("bdi", { class: "grow" }, siteName())),
      heading,
      el("p", { class: "lead" }, ...[lead].flat()),
      ...content));
  document.querySelector("#app").replaceChildren(page);
  document.title = words.title(0, heading.textContent, siteName());
  (page.querySelector("input:not([value]), input[value='']") ?? heading).focus();
  return leaving.signal;
}

export const notice = (text) => el("p", { class: "notice", role: "status" }, text);
