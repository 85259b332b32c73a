// A window over the page, with a title and a way out.
//
// All that lies over the page, dialogs and menus: each has an entry of its own in the history, so that Back, by which
// people close a sheet on a phone, closes it and leaves the page where it is. Another page closes them all.
import { isComposing } from "../text/composing.js";
import { words } from "../words/words.js";
import { el, icon } from "./dom.js";

let dialogs = 0;

/// Beneath a modal dialog nothing is said: what speaks goes into the dialog, and back when that closes.
const speakers = () => document.querySelectorAll(".speaker");

/// Gives the dialog, which is removed once it is closed. The focus goes back to what had it; where that is gone, to the
/// heading that it stood under.
export function showDialog({ title, content, className = "" }) {
  const id = `dialog-${++dialogs}`;
  const opener = document.activeElement;
  const heading = opener?.closest("section, main, nav")?.querySelector("h1, h2");
  function closed() {
    uncover();
    ([...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body).append(...speakers());
    dialog.remove();
    // An element that was hidden keeps the focus until the page is drawn again.
    const focused = document.activeElement;
    if (focused !== document.body && focused.getClientRects().length) return;
    const next = heading?.isConnected ? heading : document.querySelector("main h1") ?? document.querySelector("h1");
    next?.focus();
  }
  const dialog = el("dialog", { class: `dialog ${className}`, "aria-labelledby": id, onclose: closed },
    el("header", { class: "bar" },
      el("h2", { id }, title),
      el("button", { type: "button", class: "icon-button", "aria-label": words.close, onclick: () => dialog.close() }, icon("close"))),
    ...content);
  // A press outside of the dialog's box lands on the dialog itself.
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target === dialog && isOutside(dialog, event)) dialog.close();
  });
  // Safari takes Escape in a search field for itself, though there is nothing to clear.
  dialog.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape" && !isComposing(event) && target.type === "search" && target.value === "") dialog.close();
  });
  dialog.append(...speakers());
  document.body.append(dialog);
  dialog.showModal();
  const uncover = cover(() => dialog.close());
  if (matchMedia("(pointer: fine)").matches) dialog.querySelector("input[type=search]")?.focus();
  return dialog;
}

function isOutside(dialog, { clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

/// `{id, close, hasEntry}` of those that are open, the topmost last.
const covers = [];
/// Larger than any of an earlier page's.
let lastId = Date.now();
/// The entry that is being left, 0 for none: a step is told of twice where the address changes too.
let leaving = 0;

/// Gives a function for when it was closed otherwise than by `close`; then its entry is left.
export function cover(close) {
  const own = { id: ++lastId, close, hasEntry: false };
  covers.push(own);
  for (const event of ["popstate", "hashchange"]) addEventListener(event, arrived);
  // A step that is on its way, as after a menu that led here, would leave this entry in place of its own.
  if (!leaving) enter();
  return () => {
    const at = covers.indexOf(own);
    if (at >= 0) covers.splice(at, 1);
    // A step to another page in the same breath has left it already.
    queueMicrotask(leaveEntry);
  };
}

/// Gives an entry to each that has none yet.
function enter() {
  for (const own of covers.filter(({ hasEntry }) => !hasEntry)) {
    own.hasEntry = true;
    history.pushState({ cover: own.id }, "");
  }
}

/// Leaves the entry of what is closed, wherever one comes upon it.
function leaveEntry() {
  const id = history.state?.cover ?? 0;
  if (id === leaving) return;
  const isClosed = id && !covers.some((each) => each.id === id);
  leaving = isClosed ? id : 0;
  if (isClosed) history.back();
}

function arrived() {
  const id = history.state?.cover ?? 0;
  for (const own of covers.filter((each) => each.hasEntry && each.id > id).reverse()) {
    covers.splice(covers.indexOf(own), 1);
    own.close();
  }
  leaveEntry();
  if (!leaving) enter();
}
