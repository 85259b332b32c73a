// Names behind an `@`, found as the server finds them (SnugChat/Messages/NameFolding and MemberNames). Pure.

/// Stands among the ids for all who are in the room.
export const everyone = null;
const everyonesName = "room";

export const isSign = (character) => character === "@" || character === "\uFF20";

/// True if a text holds a sign at all: most do not.
export const mayCall = (content) => /[@\uFF20]/.test(content);

/// The signs of one message that a name is looked for behind, as many as the server looks at.
const signsMax = 100;

const word = /[\p{L}\p{M}\p{N}]/u;
/// A mark, or a later part of a Hangul syllable: it belongs to what stands before it.
const continuation = /[\p{M}\u1160-\u11FF\uD7B0-\uD7FF]/u;
/// Scripts that put no space between a name and what follows: Thai, Lao, Tibetan, Burmese, Khmer, Chinese, Japanese,
/// and Korean with its particles.
export const unspacedLetters = "\u0E00-\u0FFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3040-\u30FF"
  + "\u3100-\u318F\u31A0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA9E0-\uA9FF\uAA60-\uAA7F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFF9D"
  + "\u{20000}-\u{3FFFF}";
const unspaced = new RegExp(`[${unspacedLetters}]`, "u");

const replacements = new Map([
  ["\u00DF", "ss"], ["\u0131", "i"], ["\u03C2", "\u03C3"], ["\uFF20", "@"],
  ...[..."`\u00B4\u02BB\u02BC\u2018\u2019\u2032\uFF07"].map((each) => [each, "'"]),
  ...[..."\u2010\u2011"].map((each) => [each, "-"]),
  ...[..."\u00A0\u202F\u3000"].map((each) => [each, " "]),
]);
const unseen = /[\u00AD\u200B-\u200F\u2060\uFEFF]/gu;
const accents = /[\u0300-\u036F]/g;

/// A letter with as many marks as the server looks at: no language has more (UAX #15 §13), and to sort them takes the
/// square of their number.
const readable = /^\P{M}?\p{M}{0,30}/u;

/// A letter with its marks, decomposed and in lower case, without what cannot be seen, with one apostrophe, one hyphen
/// and one space for the many that there are.
function foldedCluster(cluster) {
  const plain = cluster.match(readable)[0].normalize("NFD").toLowerCase().replace(unseen, "");
  // İ in lower case is an i with a dot above it.
  const dotless = plain.startsWith("i") ? plain.replaceAll("\u0307", "") : plain;
  return [...dotless].map((each) => replacements.get(each) ?? each).join("");
}

/// `{folded, ends}` of a text's beginning, as far as `unitsMin` and past underscores: `ends` has for each unit of
/// `folded` where its letter ends in the text.
function foldedBeginning(text, unitsMin) {
  const clusters = /[^]\p{M}*/gyu;
  let folded = "";
  const ends = [];
  while (folded.length < unitsMin || folded.endsWith("_")) {
    const match = clusters.exec(text);
    if (!match) break;
    const letters = foldedCluster(match[0]);
    for (let unit = 0; unit < letters.length; unit++) ends.push(clusters.lastIndex);
    folded += letters;
  }
  return { folded, ends };
}

const foldedName = (name) => foldedBeginning(name, Infinity).folded;

/// The characters behind a sign that are looked at: a name has at most 80, each of at most four when it is decomposed;
/// and some that cannot be seen.
const reach = /[^]{0,360}/yu;

function withinReach(text, at) {
  reach.lastIndex = at;
  return reach.exec(text)[0];
}

/// True if an `@` at `at` may begin a mention, after what stands before it.
function mayBegin(text, at) {
  const before = text.slice(Math.max(0, at - 2), at).match(/.$/su)?.[0] ?? "";
  return !word.test(before) || unspaced.test(before);
}

/// True if a name can end between its last letter and the rest of a folded text.
function ends(last, rest, isWhole) {
  const next = rest.match(/^./su)?.[0];
  if (next === undefined) return true;
  // Emphasis ends there, a longer word does not.
  if (next === "_") return !word.test(rest.replace(/^_+/, "").match(/^./su)?.[0] ?? "");
  if (continuation.test(next)) return false;
  if (!word.test(next)) return true;
  return unspaced.test(last) ? isWhole : unspaced.test(next);
}

let listsMade = 0;

/// The names by which people can be called: whole ones, all who bear one; and their first words, and either without
/// accents, where they could mean nobody else.
class MemberNames {
  /// Another one for every list: a row that was drawn with this one is drawn anew with the next.
  serial = ++listsMade;
  #called = new Map();
  /// The lengths of names by their first unit, the longest first.
  #lengths = new Map();

  constructor(people) {
    const whole = new Map();
    const parts = new Map();
    const put = (map, key, id) => map.set(key, (map.get(key) ?? new Set()).add(id));
    for (const { id, name } of people) {
      const folded = foldedName(name);
      put(whole, folded, id);
      const first = folded.split(" ")[0];
      for (const part of [first, folded.replace(accents, ""), first.replace(accents, "")]) if (part !== folded) put(parts, part, id);
    }
    for (const [part, ids] of parts) if (ids.size === 1) this.#called.set(part, { ids: [...ids], isWhole: false });
    for (const [name, ids] of whole) this.#called.set(name, { ids: [...ids], isWhole: true });
    this.#called.set(everyonesName, { ids: [everyone], isWhole: true });
    this.#called.delete("");
    for (const name of this.#called.keys()) this.#lengths.set(name[0], (this.#lengths.get(name[0]) ?? new Set()).add(name.length));
    for (const [unit, lengths] of this.#lengths) this.#lengths.set(unit, [...lengths].sort((a, b) => b - a));
  }

  /// Those whom the name at `at` calls, and where it ends: `{ids, isWhole, end}`, or null. The longest name that fits
  /// counts.
  at(text, at) {
    const near = withinReach(text, at);
    const lengths = this.#lengths.get(foldedBeginning(near, 1).folded[0]);
    if (!lengths) return null;
    // With the letter behind the longest name.
    const { folded, ends: textEnds } = foldedBeginning(near, lengths[0] + 1);
    for (const length of lengths) {
      const called = length <= folded.length && this.#called.get(folded.slice(0, length));
      if (!called) continue;
      const last = folded.slice(0, length).match(/.$/su)[0];
      if (ends(last, folded.slice(length), called.isWhole)) return { ...called, end: at + textEnds[length - 1] };
    }
    return null;
  }
}

const kept = new WeakMap();

/// The names of `people`, `[{id, name}]`; made once for each list.
export function namesOf(people) {
  if (!kept.has(people)) kept.set(people, new MemberNames(people));
  return kept.get(people);
}

/// The calls of people in one message, whose signs are asked for in their order.
export class Calls {
  #names;
  #signsLeft = signsMax;

  constructor(people) {
    this.#names = namesOf(people);
  }

  /// Those whom the sign at `at` calls, and where that ends: `{ids, end}`, or null.
  at(text, at) {
    if (this.#signsLeft === 0) return null;
    this.#signsLeft -= 1;
    return mayBegin(text, at) ? this.#names.at(text, at + 1) : null;
  }
}
