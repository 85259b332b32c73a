// A number with its noun: "1 day", "2 days". Pure.

/// `(n, ...forms)` → the text, with the form that the language has for that many. `categories` names the forms in their
/// order, as `Intl.PluralRules` does: Polish has "one", "few", "many" and "other".
export function counter(language, categories = ["one", "other"]) {
  const plural = new Intl.PluralRules(language);
  return (n, ...forms) => `${n} ${forms[categories.indexOf(plural.select(n))] ?? forms.at(-1)}`;
}
