// The beginning of a long message, all that is shown until its reader asks for the rest: no row is taller than a few
// screens or has thousands of elements. Pure, on the tree that markdown.js makes of a text.

/// Sizes are in characters of Latin. A line that ends early takes up as much as a full one.
const lineUnits = 80;
/// The space between blocks; code has more around it, as much as a line.
const gapUnits = 20;
/// An element costs more than its text, and often has a padding.
const elementUnits = 16;
/// A message larger than this is cut to clearly less: its rest is worth asking for.
const wholeUnitsMax = 32 * lineUnits;
const excerptUnits = 24 * lineUnits;

/// The message's blocks, as many as are shown at once: the same array, or another one whose last block may be cut too.
export function excerpt(blocks) {
  return cut(blocks, wholeUnitsMax) === blocks ? blocks : cut(blocks, excerptUnits);
}

function cut(blocks, units) {
  const space = { left: units };
  const kept = taken(blocks, space, block);
  return isFull(space) ? kept : blocks;
}

const isFull = (space) => space.left < 0;

function take(space, units) {
  space.left -= units;
}

/// As many of the parts as there is space for, the last of which may be cut.
function taken(parts, space, part) {
  const kept = [];
  for (const each of parts) {
    if (isFull(space)) break;
    kept.push(part(each, space));
  }
  return kept;
}

function block(block, space) {
  take(space, gapUnits);
  switch (block.type) {
    case "code":
      take(space, lineUnits);
      return text(block, space, () => lineUnits);
    case "list": return { ...block, items: taken(block.items, space, lines) };
    default: return { ...block, inlines: lines(block.inlines, space) };
  }
}

/// The inlines of one block or item, a line at least.
function lines(inlines, space) {
  const before = space.left;
  const kept = taken(inlines, space, inline);
  take(space, Math.max(0, lineUnits - (before - space.left)));
  return kept;
}

function inline(node, space) {
  if (node.type === "text") return text(node, space, width);
  take(space, elementUnits + (node.host?.length ?? 0));
  if (isFull(space)) return { type: "text", text: "…" };
  return node.inlines ? { ...node, inlines: taken(node.inlines, space, inline) } : text(node, space, width);
}

/// `unitsOf(line)` is the size of a line of the node's text.
function text(node, space, unitsOf) {
  let kept = 0;
  for (const [index, line] of node.text.split("\n").entries()) {
    const units = index === 0 ? unitsOf(line) : Math.max(lineUnits, unitsOf(line));
    if (units > space.left) {
      const text = `${node.text.slice(0, kept)}${beginning(line, space.left)}…`;
      take(space, units);
      return { ...node, text };
    }
    take(space, units);
    kept += line.length + 1;
  }
  return node;
}

/// As much of a line as that.
function beginning(line, units) {
  let kept = "";
  let left = units;
  for (const character of line) {
    left -= width(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

/// Characters of the East and emoji are twice as wide, and a few fill a good part of a line.
const wide = /[\u1100-\uffff]/g;
const vast = /[\u2e3a\u2e3b\ufdfa-\ufdfd\u{12000}-\u{1467f}]/gu;
const vastUnits = 24;

const count = (text, pattern) => text.match(pattern)?.length ?? 0;
/// A tab goes on to the next column of eight.
const tabUnits = 8;
const width = (text) =>
  text.length + count(text, wide) + vastUnits * count(text, vast) + (tabUnits - 1) * count(text, /\t/g);
