// A number with its noun: "1 day", "2 days". Pure.

/// `(n, one, other)` → the text, with the noun that the language has for that many.
export function counter(language) {
  const plural = new Intl.PluralRules(language);
  return (n, one, other) => `${n} ${plural.select(n) === "one" ? one : other}`;
}
