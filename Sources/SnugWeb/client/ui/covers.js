// All that lies over the page, dialogs and menus: each has an entry of its own in the history, so that Back, by which
// people close a sheet on a phone, closes it and leaves the page where it is. Another page closes them all.

/// `{id, close}` of those that are open, the topmost last.
const covers = [];
/// Larger than any of an earlier page's.
let lastId = Date.now();

/// Gives a function for when it was closed otherwise than by `close`; then its entry is left.
export function cover(close) {
  const own = { id: ++lastId, close };
  covers.push(own);
  for (const event of ["popstate", "hashchange"]) addEventListener(event, arrived);
  history.pushState({ cover: own.id }, "");
  return () => {
    const at = covers.indexOf(own);
    if (at >= 0) covers.splice(at, 1);
    // A step to another page in the same breath has left it already.
    queueMicrotask(leaveEntry);
  };
}

/// Leaves the entry of what is closed, wherever one comes upon it.
function leaveEntry() {
  const id = history.state?.cover;
  if (id && !covers.some((each) => each.id === id)) history.back();
}

function arrived() {
  const id = history.state?.cover ?? 0;
  while (covers.length && covers.at(-1).id > id) covers.pop().close();
  leaveEntry();
}
