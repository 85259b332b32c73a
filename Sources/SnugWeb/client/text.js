// What is in a message's text: plain pieces and web addresses.

const address = /https?:\/\/[^\s<>"“”]+/giu;
const trailing = /[.,;:!?'’»…]+$/u;

/// "see https://example.org." → [{text: "see "}, {text: "https://example.org", href: …}, {text: "."}]
export function pieces(content) {
  const found = [];
  let end = 0;
  for (const match of content.matchAll(address)) {
    const text = withoutTail(match[0]);
    const href = hrefOf(text);
    if (!href) continue;
    if (match.index > end) found.push({ text: content.slice(end, match.index) });
    found.push({ text, href });
    end = match.index + text.length;
  }
  if (end < content.length) found.push({ text: content.slice(end) });
  return found;
}

function hrefOf(text) {
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}

/// The full stop ends the sentence, and a closing bracket without an opening one closes what stands around the address.
function withoutTail(text) {
  for (;;) {
    const shorter = text.replace(trailing, "");
    const unbalanced = shorter.endsWith(")") && !shorter.includes("(");
    const next = unbalanced ? shorter.slice(0, -1) : shorter;
    if (next === text) return text;
    text = next;
  }
}

export function initials(name) {
  const parts = name.trim().split(/\s+/u).filter(Boolean);
  const letter = (part) => [...part].find((c) => /[\p{L}\p{N}]/u.test(c)) ?? "";
  const first = letter(parts[0] ?? "");
  const last = parts.length > 1 ? letter(parts.at(-1)) : "";
  return (first + last).toLocaleUpperCase() || "·";
}
