// The place that a link really leads to, for one whose label names another place.

/// Signs that nobody sees between two characters: zero-width signs, direction marks, fillers, and the thinnest spaces.
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2006\u2008-\u200a\u202f\u205f]/gu;
/// Signs that may be taken for a dot beside letters.
const dots = /[\u00b7\u0387\u0660\u06d4\u06f0\u0701\u0702\u2022\u2027\u2219\u22c5\u3002\u30fb\ua4f8\uff61\ufe52\u{10a50}]/gu;
const between = /[^\p{L}\p{N}\p{M}\p{So}_.-]+/u;

/// The host that `href` leads to, where the label holds a dotted word that is not it; else null.
export function trueHost(label, href) {
  const { host, hostname } = new URL(href);
  const plain = label.replace(unseen, "").normalize("NFKC").replace(unseen, "").replace(dots, ".").trim();
  if (isAddressOf(plain, hostname)) return null;
  return dottedWords(plain).some((word) => !isSame(hostOf(word), hostname)) ? host : null;
}

/// A label that is an address of that host, whatever follows it.
function isAddressOf(label, hostname) {
  const [shown] = label.replace(/^https?:\/\//i, "").split(/[/?#:]/, 1);
  return isSame(hostOf(shown), hostname) && !/\s/.test(label);
}

const dottedWords = (text) =>
  text.split(between).map((word) => word.split(".").filter(Boolean)).filter((parts) => parts.length > 1).map((parts) => parts.join("."));

/// As browsers write it, without an account that would stand before it.
function hostOf(word) {
  try {
    return word.includes("@") ? null : new URL(`http://${word}`).hostname;
  } catch {
    return null;
  }
}

const isSame = (one, other) => one !== null && one.replace(/^www\./, "") === other.replace(/^www\./, "");
