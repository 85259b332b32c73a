// The ways through the administration: a list at the side of a wide page, a row to be pushed along on a narrow one.
import { sign } from "../drawing/signs.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

/// `groups`: `[[name, {title, sign}]]` each, by their names in the address; `badges` are elements beside some of these.
export function navigation(groups, current, badges = {}) {
  const link = ([name, { title, sign: drawn }]) => el("li", {},
    el("a", { class: "admin-link", href: `#/${name}`, "aria-current": name === current && "page" }, sign(drawn), el("span", {}, title()), badges[name]));
  const root = el("nav", { class: "admin-nav", "aria-label": words.admin },
    ...groups.map((group) => el("ul", {}, ...group.map(link))));
  // Once it is in the page: on a phone there are more than fit.
  requestAnimationFrame(() => root.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" }));
  return root;
}
