// A one-time code, found in a pasted text.

/// "Your code is 123 456" → "123456"; null where there is no single six-digit code.
export function codeIn(text) {
  const latin = text.normalize("NFKC");
  const alone = latin.match(/(?<!\d)\d{6}(?!\d)/);
  if (alone) return alone[0];
  const halves = latin.match(/(?<![\d–-])(\d{3})[\s–-](\d{3})(?![\d–-])/);
  if (halves) return halves[1] + halves[2];
  const digits = latin.replace(/[\s–-]/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
