// Completion of the token at the caret: `@` people, `#` rooms, `:` emoji. Pure.

import { unspacedLetters } from "./mention.js";

const lettersMin = { "@": 0, "#": 0, ":": 2 };
const queryLettersMax = 40;

/// Signs begin words, and stand between words that have no space between them.
const token = new RegExp(`(?:^|[\\s(${unspacedLetters}])([@#:])([^\\s@#:]*(?: [^\\s@#:]+)?)$`, "u");

/// The sign and the letters before the caret: `{sign, query, start}`, or null.
export function tokenAt(text, caret) {
  const before = text.slice(Math.max(0, caret - queryLettersMax), caret);
  const match = before.match(token);
  if (!match || match[2].length < lettersMin[match[1]]) return null;
  // Only a name may have a space in it; an emoji's name has none.
  if (match[1] === ":" && match[2].includes(" ")) return null;
  return { sign: match[1], query: match[2], start: caret - match[2].length - 1 };
}

/// The text with the token replaced, and the caret behind it.
export function completed(text, caret, { start }, replacement) {
  const head = `${text.slice(0, start)}${replacement} `;
  return { text: head + text.slice(caret).replace(/^ /, ""), caret: head.length };
}
