// The page before a search: the last ones, and the ways to search.
import { bdi, el, icon } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { filterLabels, nowCalled } from "./labels.js";

/// Gives elements. `recent` are `RecentSearches`; `onSearch(change)` takes one up again; `onForgotten(index)`: one is
/// gone, or all; `onWay(text, caret)`: that is a beginning for the field.
export function startOf({ recent, chat, onSearch, onForgotten, onWay }) {
  const searches = recent.list().map((search) => nowCalled(chat, search));
  return [...searches.length ? [recentSection(searches, { recent, onSearch, onForgotten })] : [], waysSection(onWay)];
}

function recentSection(searches, { recent, onSearch, onForgotten }) {
  const entries = searches.map((search, index) => {
    const said = [search.text, ...filterLabels(search)].join(", ");
    return el("li", { class: "recent-entry" },
      el("button", { type: "button", class: "pick", onclick: () => onSearch(() => search) },
        icon("clock"),
        el("span", { class: "grow recent-search" }, bdi(search.text, "ellipsis"), ...filterLabels(search).map((label) => el("bdi", { class: "tag" }, label)))),
      el("button", {
        type: "button", class: "icon-button", "aria-label": words.forgetSearch(said), title: words.forgetSearch(said),
        onclick() {
          recent.remove(search);
          onForgotten(index);
        },
      }, icon("close")));
  });
  return section(words.recentSearches,
    el("ul", { class: "recent-searches" }, ...entries),
    el("p", { class: "quiet recent-foot" }, words.recentHere, " ", el("button", {
      type: "button", class: "link-button",
      onclick() {
        recent.clear();
        onForgotten(0);
      },
    }, words.forgetSearches)));
}

const waysSection = (onWay) => section(words.waysToSearch, el("ul", { class: "search-ways" }, ...words.ways.map(([way, meaning]) => el("li", {},
  el("button", { type: "button", class: "pick search-way", onclick: () => onWay(...beginningOf(way)) },
    el("code", {}, way), el("span", { class: "quiet" }, meaning))))));

/// The signs of a way without its words, and the caret among them.
function beginningOf(way) {
  const [, filter] = way.match(/^(\p{L}+:)/u) ?? [];
  if (filter) return [filter, filter.length];
  return way.startsWith("\"") ? ["\"\"", 1] : [" -", 0];
}
