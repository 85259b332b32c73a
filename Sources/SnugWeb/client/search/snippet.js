// The part of a message around what was found in it, as pieces that are marked or not. Pure.
import { isFound, marks } from "../text/search-text.js";

/// As the server cuts them.
const charactersMax = 240;
const leadMax = 60;

/// The beginnings of the characters, of which one may be several letters, marks and signs.
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/// The text between two places, without the characters that lie on one of them.
function cut(text, from, to) {
  const segments = characters.segment(text);
  const first = segments.containing(from);
  const start = first && first.index < from ? first.index + first.segment.length : from;
  return text.slice(start, segments.containing(to)?.index ?? text.length);
}

const line = (text) => text.replace(/\s+/gu, " ").trim();

/// The text to show of a result, as pieces. The server's are of the name of a file where it was found by that alone;
/// all names are shown anyway.
export function textOf({ message: { content, attachments = [] }, snippet }, q) {
  if (!attachments.length || marks(content, q).length) return snippet;
  return content.trim() ? [{ text: cut(line(content), 0, charactersMax), hit: false }] : [];
}

/// A text as `[{text, hit}]`.
export function pieces(text, q) {
  const found = [];
  let at = 0;
  for (const { begin, end } of marks(text, q)) {
    if (begin > at) found.push({ text: text.slice(at, begin), hit: false });
    found.push({ text: text.slice(begin, end), hit: true });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), hit: false });
  return found;
}

/// The pieces of a message around the first that is marked, on one line; null if the message is not found by `q`.
export function snippetOf({ content: said, attachments = [] }, q) {
  if (!isFound([said, ...attachments.map(({ name }) => name)].join("\n"), q)) return null;
  const content = line(said);
  const [first] = marks(content, q);
  const start = Math.max(0, (first?.begin ?? 0) - leadMax);
  const shown = cut(content, start, start + charactersMax);
  return pieces(`${start > 0 ? "…" : ""}${shown}${start + charactersMax < content.length ? "…" : ""}`, q);
}
