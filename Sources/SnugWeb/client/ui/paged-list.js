// A list that comes from the server a page at a time.
import { words } from "../words/words.js";
import { el, setText, show } from "./dom.js";
import { act } from "./form.js";

/// `page(last)` gives `{items, hasMore}` after the last item, which is null at first; `entry(item)` an `li`; `nothing`
/// says that there is none.
export function pagedList({ page, entry, nothing }) {
  const list = el("ul", { class: "entries" });
  const said = el("p", { class: "quiet", role: "status" }, words.loading);
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const more = el("button", {
    type: "button", class: "button plain", hidden: true, onclick: () => act(more, () => load(wanted)),
  }, words.showMore);
  const entries = new Map();
  /// The item after which the next page begins: that of one that could not be had, too.
  let wanted = null;
  let asked = 0;

  async function load(after, isQuiet = false) {
    const question = ++asked;
    if (!isQuiet) show(failed, false);
    try {
      const { items, hasMore } = await page(after);
      if (question !== asked) return;
      const nodes = items.map(entry);
      show(failed, false);
      if (after === null) {
        entries.clear();
        list.replaceChildren();
      }
      items.forEach((item, index) => entries.set(item.id, nodes[index]));
      list.append(...nodes);
      wanted = items.at(-1) ?? after;
      show(more, hasMore);
      setText(more, words.showMore);
      setText(said, list.children.length ? "" : nothing);
      // The next press of Tab goes on where the new ones begin.
      if (after !== null && nodes.length) focusOn(nodes[0]);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (question !== asked || isQuiet) return;
      wanted = after;
      setText(said, "");
      setText(failed, problem.message);
      show(failed, true);
      setText(more, words.tryAgain);
      show(more, true);
    }
  }

  load(null);
  return {
    parts: [said, list, failed, more],
    reload: () => load(null),
    /// Looks for news: where that fails, what stands is left as it is.
    look: () => load(null, true),
    /// Draws one item anew.
    replace(item) {
      const next = entry(item);
      entries.get(item.id).replaceWith(next);
      entries.set(item.id, next);
    },
    remove({ id }) {
      entries.get(id).remove();
      entries.delete(id);
      setText(said, entries.size ? "" : nothing);
    },
  };
}

function focusOn(node) {
  node.tabIndex = -1;
  node.focus();
}
