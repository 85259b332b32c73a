// Initials, texts that are emoji alone, texts without what nobody sees.

/// The first grapheme of each name part that is a letter or number: "Ada Lovelace" → "AL".
export function initials(name) {
  const parts = name.trim().split(/\s+/u).filter(Boolean);
  const letter = (part) => [...part].find((c) => /[\p{L}\p{N}]/u.test(c)) ?? "";
  const first = letter(parts[0] ?? "");
  const last = parts.length > 1 ? letter(parts.at(-1)) : "";
  return (first + last).toLocaleUpperCase() || "·";
}

const emojiAloneMax = 3;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/// Up to three emoji and nothing else: shown large.
export function isEmojiAlone(text) {
  // No emoji is longer than this; the length of a long text need not be counted out.
  if (text.length > emojiAloneMax * 32) return false;
  const parts = [...graphemes.segment(text.replace(/\s/gu, ""))].map(({ segment }) => segment);
  return parts.length > 0 && parts.length <= emojiAloneMax
    && parts.every((part) => /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}/u.test(part) && !/[\p{L}\p{N}]/u.test(part));
}

/// The text without control characters (C0, DEL) but tabs and line breaks: nobody sees them, and each takes six bytes
/// of a frame.
export const withoutControls = (text) => text.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, "");
