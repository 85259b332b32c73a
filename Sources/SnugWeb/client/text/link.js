// Web addresses in a text.

const address = /https?:\/\/[^\s<>"“”]+/iuy;
const trailing = /[.,;:!?'’»…*_]+$/u;

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

/// The full stop ends the sentence, and a closing bracket without an opening one closes what stands around the address.
function withoutTail(text) {
  for (;;) {
    const shorter = text.replace(trailing, "");
    const isUnbalanced = shorter.endsWith(")") && !shorter.includes("(");
    const next = isUnbalanced ? shorter.slice(0, -1) : shorter;
    if (next === text) return text;
    text = next;
  }
}
