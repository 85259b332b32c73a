// The words of texts and of searches, as the server's SnugChat/Search knows them: to mark what was found. Pure.

/// Letters of a word that are kept, and from which on the last one of a search may be a beginning; as on the server.
const wordLettersMax = 64;
const beginningLettersMin = 3;

/// The marks that do not count beside a letter: accents, the points of Hebrew and Arabic, and what cannot be seen.
const mark = new RegExp("[\\u00AD\\u0300-\\u036F\\u0483-\\u0487\\u0591-\\u05BD\\u05BF\\u05C1\\u05C2\\u05C4\\u05C5\\u05C7\\u0610-\\u061A\\u061C"
  + "\\u0640\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E4\\u06E7\\u06E8\\u06EA-\\u06ED\\u180B-\\u180F\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF"
  + "\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u20D0-\\u20FF\\uFE00-\\uFE0F\\uFE20-\\uFE2F\\uFEFF\\u{E0000}-\\u{E0FFF}]", "u");

/// Scripts that put no spaces between words, and Korean, whose particles stand at its words.
const unspaced = new RegExp("[\\u0E00-\\u0EFF\\u1000-\\u109F\\u1100-\\u11FF\\u1780-\\u17FF\\u3005-\\u3007\\u3031-\\u3035\\u3040-\\u30FF"
  + "\\u3100-\\u318F\\u31A0-\\u31BF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uA960-\\uA97F\\uA9E0-\\uA9FF\\uAA60-\\uAA7F\\uAC00-\\uD7FF"
  + "\\uF900-\\uFAFF\\u{1AFF0}-\\u{1B16F}\\u{20000}-\\u{3FFFF}]", "u");

/// Apostrophes and half rings that are letters to Unicode part words as those do that are signs.
const letter = /(?![\u02B9-\u02BF])[\p{L}\p{M}\p{N}]/u;
/// Letters of Korean that are typed by themselves would grow together.
const keptAsItIs = /[\u3131-\u318E\uAC00-\uD7A3]/;

/// Letters that are no others with a mark, and are written as these where a keyboard lacks them.
const spellings = new Map(Object.entries({
  "\u00DF": "ss", "\u00E6": "ae", "\u00F8": "o", "\u0111": "d", "\u0127": "h", "\u0131": "i", "\u0142": "l", "\u0153": "oe", "\u0167": "t", "\u03C2": "\u03C3",
}));

/// The letters of one character, decomposed and in lower case, in one spelling of many.
function folded(character) {
  if (mark.test(character)) return [];
  if (/[\u2120\u2122]/.test(character)) return [" "];
  if (keptAsItIs.test(character)) return [character];
  const lower = [...character.normalize("NFKD")].flatMap((each) => [...each.toLowerCase()]).filter((each) => !mark.test(each));
  return lower.flatMap((each) => [...(spellings.get(each) ?? each)]);
}

/// A syllable of Korean or a kana with its sound mark that two letters are together, or null.
function composed(first, second) {
  if (!/[\u1161-\u1175\u11A8-\u11C2\u3099\u309A]/.test(second)) return null;
  const one = (first + second).normalize("NFC");
  return [...one].length === 1 ? one : null;
}

/// The pieces of a text: `{letters, isUnspaced, begins, ends}`, its letters with their places in the text.
export function pieces(text) {
  const found = [];
  let isInside = false;
  let at = 0;
  for (const character of text) {
    const begin = at;
    at += character.length;
    const last = found.at(-1);
    // A sign that nobody sees stands between the parts of a word in Persian, as a space would.
    const letters = character === "\u200C" && isInside && /[\u0600-\u06FF]/.test(last.letters.at(-1)) ? [" "] : folded(character);
    if (letters.length === 0 && isInside) last.ends[last.ends.length - 1] = at;
    for (const each of letters) isInside = letter.test(each) && add(found, each, isInside, begin, at);
  }
  return found;
}

/// Adds a letter to the last piece, or to a new one.
function add(found, each, isInside, begin, end) {
  const isUnspaced = unspaced.test(each);
  const last = isInside ? found.at(-1) : null;
  if (last?.isUnspaced !== isUnspaced) {
    found.push({ letters: [each], isUnspaced, begins: [begin], ends: [end] });
    return true;
  }
  const one = isUnspaced ? composed(last.letters.at(-1), each) : null;
  if (one || (!isUnspaced && last.letters.length >= wordLettersMax)) {
    if (one) last.letters[last.letters.length - 1] = one;
    last.ends[last.ends.length - 1] = end;
    return true;
  }
  last.letters.push(each);
  last.begins.push(begin);
  last.ends.push(end);
  return true;
}

export const quotes = "\"\u00AB\u00BB\u201C\u201D\u201E\u201F\uFF02";
/// A minus before a word or a quotation mark, then text between quotation marks, or up to a space or one of them.
const chunk = new RegExp(`([-\\u2212]?)(?:[${quotes}]([^${quotes}]*)[${quotes}]?|([^\\p{White_Space}${quotes}]+))`, "guy");

/// The quotation mark that stands in for the sign of Hebrew abbreviations: between two letters it opens nothing.
export const abbreviation = `(?<=[\u05D0-\u05EA])[${quotes}](?=[\u05D0-\u05EA])`;
const abbreviating = new RegExp(abbreviation, "gu");

/// The text as long as before, with the sign itself.
export const withAbbreviations = (typed) => typed.replace(abbreviating, "\u05F4");

/// The parts of a search, divided at spaces and quotation marks: `{text, isQuoted, isUnwanted}`.
function chunks(whole) {
  const typed = withAbbreviations(whole);
  const found = [];
  let at = 0;
  while (at < typed.length) {
    at += /^\p{White_Space}*/u.exec(typed.slice(at))[0].length;
    chunk.lastIndex = at;
    const match = chunk.exec(typed);
    if (!match) break;
    const [all, minus, quoted, plain] = match;
    const isQuoted = quoted !== undefined;
    const isUnwanted = minus !== "" && (isQuoted || pieces([...plain][0]).length > 0);
    found.push({ text: isQuoted ? quoted : plain, isQuoted, isUnwanted });
    at += all.length;
  }
  return found;
}

/// The terms of a search: `{parts, isUnwanted, isBeginning}`, each part `{letters, isUnspaced}`.
export function terms(typed) {
  const all = chunks(typed).filter(({ text }) => pieces(text).length > 0);
  return all.map(({ text, isQuoted, isUnwanted }, index) => {
    const parts = pieces(text).map(({ letters, isUnspaced }) => ({ letters, isUnspaced }));
    const last = parts.at(-1);
    const mayBegin = !last.isUnspaced && last.letters.length >= beginningLettersMin && last.letters.length < wordLettersMax;
    return { parts, isUnwanted, isBeginning: index === all.length - 1 && !isQuoted && !isUnwanted && mayBegin };
  });
}

/// The place of `part` among `letters` from `from` on, or −1.
function indexIn(letters, part, from) {
  for (let at = from; at <= letters.length - part.length; at++) if (part.every((each, index) => letters[at + index] === each)) return at;
  return -1;
}

const isSame = (a, b) => a.length === b.length && a.every((each, index) => each === b[index]);
const startsWith = (letters, part) => isSame(letters.slice(0, part.length), part);
const endsWith = (letters, part) => letters.length >= part.length && isSame(letters.slice(letters.length - part.length), part);

/// True if a piece is a part of several: the first may begin in it, the last may end in it.
function fits(piece, part, { isFirst, isLast, isBeginning }) {
  if (piece?.isUnspaced !== part.isUnspaced) return false;
  if (isFirst && part.isUnspaced) return endsWith(piece.letters, part.letters);
  if (isLast && (part.isUnspaced || isBeginning)) return startsWith(piece.letters, part.letters);
  return isSame(piece.letters, part.letters);
}

/// The places of a term in a text: `{begin, end}`.
function places(found, { parts, isBeginning }) {
  const [first, last] = [parts[0], parts.at(-1)];
  if (parts.length > 1)
    return found.flatMap((piece, start) => {
      const isHere = parts.every((part, index) =>
        fits(found[start + index], part, { isFirst: index === 0, isLast: index === parts.length - 1, isBeginning }));
      if (!isHere) return [];
      const end = found[start + parts.length - 1];
      return [{
        begin: piece.begins.at(first.isUnspaced ? -first.letters.length : 0),
        end: end.ends.at(last.isUnspaced ? last.letters.length - 1 : -1),
      }];
    });
  return found.filter((piece) => piece.isUnspaced === first.isUnspaced).flatMap((piece) => {
    if (!first.isUnspaced) return fits(piece, first, { isLast: true, isBeginning }) ? [{ begin: piece.begins[0], end: piece.ends.at(-1) }] : [];
    const here = [];
    for (let at = indexIn(piece.letters, first.letters, 0); at >= 0; at = indexIn(piece.letters, first.letters, at + first.letters.length))
      here.push({ begin: piece.begins[at], end: piece.ends[at + first.letters.length - 1] });
    return here;
  });
}

/// The places in a text of what a search wants, `[{begin, end}]`: ascending, none in another.
export function marks(text, typed) {
  const found = pieces(text);
  const all = terms(typed).filter((term) => !term.isUnwanted).flatMap((term) => places(found, term));
  all.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const kept = [];
  for (const { begin, end } of all) {
    if (kept.length > 0 && begin < kept.at(-1).end) kept.at(-1).end = Math.max(kept.at(-1).end, end);
    else kept.push({ begin, end });
  }
  return kept;
}

/// True if a text has all that a search wants and nothing that it does not.
export function isFound(text, typed) {
  const found = pieces(text);
  const all = terms(typed);
  return all.some((term) => !term.isUnwanted) && all.every((term) => (places(found, term).length === 0) === term.isUnwanted);
}
