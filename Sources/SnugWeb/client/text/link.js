// Web addresses in a text.

/// As long as any browser takes.
export const addressUnitsMax = 2_048;
const address = new RegExp(`https?://[^\\s<>"“”]{1,${addressUnitsMax}}`, "iuy");
const trailing = new Set(".,;:!?'’»…*_");

/// The address that begins at `index`: `{text, href}`, or null.
export function linkAt(content, index) {
  address.lastIndex = index;
  const match = address.exec(content);
  if (!match) return null;
  const text = withoutTail(match[0]);
  const href = hrefOf(text);
  return href && { text, href };
}

/// The address that a link may lead to, of http or https alone; else null.
export function hrefOf(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/// The part of an address that leads to a place within this site, `#/room/7`, or null.
export function placeWithin(href, site) {
  const { origin, pathname, hash } = new URL(href);
  return origin === site && pathname === "/" && hash.startsWith("#/") ? hash : null;
}

/// The full stop ends the sentence, and a closing bracket without an opening one closes what stands around the address.
function withoutTail(text) {
  const hasOpening = text.includes("(");
  const isClosing = (character) => trailing.has(character) || (character === ")" && !hasOpening);
  let end = text.length;
  while (end > 0 && isClosing(text[end - 1])) end -= 1;
  return text.slice(0, end);
}
