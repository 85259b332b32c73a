// Building the page: elements, icons, keyed lists. Text becomes text nodes, never markup.

/// `props`: `class`, `onX` listeners, everything else an attribute; true is a bare one, false and null leave it out.
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  // Before the attributes: where `dir` is "auto" already, each child makes Chromium look through all those before it.
  node.append(...children.filter((child) => child != null && child !== false));
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value == null) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

const strokes = {
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17.2a1.7 1.7 0 0 1-2.4-2.4L14.5 7.5",
  back: "M15 5 8 12l7 7",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  send: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  muted: "M8.5 5.2A6 6 0 0 1 18 10v4l1 2.2M6 10v4l-2 4h13M10 21h4M4 3l16 18",
  bell: "M18 10a6 6 0 0 0-12 0v4l-2 4h16l-2-4zM10 21h4",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  at: "M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.6 7.2",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  smile: "M8 14.2a4.6 4.6 0 0 0 8 0M9 9.5h.01M15 9.5h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  failed: "M12 7v6M12 16.5h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  info: "M12 11v5M12 8h.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  search: "M20 20l-4.3-4.3M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z",
};

export const icon = (name) => drawing(strokes[name]);

/// An icon of a path's data.
export function drawing(strokes) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", strokes);
  svg.append(path);
  return svg;
}

/// Makes these the children of `parent`. One that stays is not taken out in between, so that it plays on.
export function fill(parent, children) {
  for (const each of [...parent.childNodes]) if (!children.includes(each)) each.remove();
  for (const [index, each] of children.entries())
    if (parent.childNodes[index] !== each) parent.insertBefore(each, parent.childNodes[index] ?? null);
  return parent;
}

/// A text that may be written in either direction.
export const bdi = (text, className) => el("bdi", { class: className }, text);

/// Writing the same text again would wake screen readers and lose selections.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

const rendered = new WeakMap();

/// Makes `parent`'s children follow `items`, keeping the element of each key: what stays is not touched, so focus,
/// selection and scroll position survive.
export function reconcile(parent, items, { key, create, update }) {
  const old = rendered.get(parent) ?? new Map();
  const next = new Map(items.map((item) => [key(item), item]));
  for (const [k, node] of old) if (!next.has(k)) node.remove();
  let cursor = parent.firstChild;
  const nodes = new Map();
  for (const [k, item] of next) {
    const node = old.get(k) ?? create(item);
    update(node, item);
    nodes.set(k, node);
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  rendered.set(parent, nodes);
}
