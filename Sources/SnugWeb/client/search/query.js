// A search as it is typed, with filters beside its words: `tea from:Ann in:Kitchen has:image since:2026-11-01`. Pure.
import { abbreviation, quotes, terms, withAbbreviations } from "../text/search-text.js";
import { dayIn } from "./days.js";

/// A search: the words as they are typed, `person` and `room` as `{id, name}`, `has` a kind of thing, `since` and
/// `until` days, both included. Null is for anything.
export const emptySearch = { text: "", person: null, room: null, has: null, since: null, until: null };

export const hasKinds = ["file", "image", "link"];

/// The names of filters in all languages of the page: who writes one knows the others' too.
const filters = new Map(Object.entries({
  from: "person", von: "person", in: "room", has: "has", hat: "has", mit: "has",
  since: "since", seit: "since", until: "until", bis: "until",
  on: "day", am: "day", before: "before", vor: "before", after: "after", nach: "after",
}));

/// The beginnings of names for things that a message has.
const things = { file: "file", attachment: "file", datei: "file", anhang: "file", image: "image", picture: "image", photo: "image", bild: "image", foto: "image", link: "link" };

/// Input methods of Chinese and Japanese give a wide colon.
const colon = "[:\uFF1A]";
const open = new RegExp(`(?<=^|\\s)(\\p{L}+)${colon}\\s?([${quotes}]?)(?=([^${quotes}]*)$)`, "gu");
const filter = new RegExp(`([-\u2212]?)(\\p{L}+)${colon}(\\s*)(?:[${quotes}]([^${quotes}]*)[${quotes}]?|([^\\s${quotes}]*))`, "uy");
const phrase = new RegExp(`[-\u2212]?[${quotes}][^${quotes}]*[${quotes}]?`, "uy");
const word = new RegExp(`[^\\s${quotes}]+|\\s+`, "uy");
const unwanted = new RegExp(`(?<=^|\\s)[-\u2212](?:[${quotes}][^${quotes}]*[${quotes}]?|(?:[^\\s${quotes}]|${abbreviation})+)`, "gu");
const quotesIn = new RegExp(`(?!${abbreviation})[${quotes}]`, "gu");

/// The signs with which other chats begin the names of people and rooms.
const sigil = /^[@#\uFF20\uFF03]/u;

/// The letters of a filter that are looked at, its name with them: no name of a person or room is longer.
const filterLettersMax = 100;
const nameWordsMax = 12;

/// The filter that is being typed before the caret: `{kind, query, start, end}`, or null. Its query may have spaces, as
/// names have.
export function filterAt(text, caret) {
  const from = Math.max(0, caret - filterLettersMax);
  // Of several the last one: what stands before it may be an address, or a filter that is done.
  const match = [...withAbbreviations(text.slice(from, caret)).matchAll(open)].findLast(([, name]) => filters.has(name.toLowerCase()));
  if (!match || /^\s/u.test(match[3])) return null;
  const kind = filters.get(match[1].toLowerCase());
  const start = from + match.index;
  // Between quotation marks stands a phrase, whatever it looks like.
  if ((text.slice(0, start).match(quotesIn)?.length ?? 0) % 2) return null;
  return { kind, query: text.slice(caret - match[3].length, caret).replace(sigil, ""), start, end: caret };
}

/// The text without that part of it, and the caret where it was.
export function without(text, { start, end }) {
  const head = text.slice(0, start).trimEnd();
  const tail = text.slice(end).trimStart();
  return { text: head && tail ? `${head} ${tail}` : head || tail, caret: head.length };
}

/// Divides a text into its words and the filters that it names: `{text, found, unknown, rest}`. `found` has parts of a
/// search; `unknown` the filters that fit nobody and nothing, `{kind, value}`; `rest` is all but what was found.
/// `people` and `rooms` are `[{id, name}]`; `today` is a day.
export function read(whole, { people = [], rooms = [], today }) {
  const typed = withAbbreviations(whole);
  let text = "";
  let rest = "";
  const found = {};
  const unknown = [];
  let at = 0;
  while (at < typed.length) {
    const taken = isWordStart(typed, at) && filterIn(typed, at, { person: people, room: rooms }, today);
    if (taken) {
      Object.assign(found, taken.found);
      if (taken.unknown) unknown.push(taken.unknown);
      if (!taken.found) rest += whole.slice(at, taken.end);
      at = taken.end;
    } else {
      const end = endOf(phrase, typed, at) ?? endOf(word, typed, at);
      text += whole.slice(at, end);
      rest += whole.slice(at, end);
      at = end;
    }
  }
  return { text: tidy(text), found, unknown, rest: tidy(rest) };
}

const tidy = (text) => text.replace(/\s+/gu, " ").trim();

const isWordStart = (text, at) => at === 0 || /\s/u.test(text[at - 1]);

function endOf(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/// `{found, unknown, end}` of the filter at `at`; null where there is none.
function filterIn(typed, at, named, today) {
  filter.lastIndex = at;
  const match = filter.exec(typed);
  const kind = match && filters.get(match[2].toLowerCase());
  if (!kind) return null;
  const [, minus, name, gap, quoted, plain] = match;
  const value = quoted ?? plain;
  const end = filter.lastIndex;
  if (!value) return minus ? null : { end };
  const taken = filterOf(kind, { value, quoted, typed, start: at, from: end - value.length, end }, named, today);
  // Words after a space are a filter's only where it knows them.
  const isMeant = taken && (!gap || taken.found);
  if (minus) return isMeant ? { unknown: { kind: "minus", value: match[0] }, end } : null;
  return gap && !isMeant ? { end: at + name.length + 1 } : taken;
}

/// The same of the value of a filter, which stands from `from` to `end`.
function filterOf(kind, { value, quoted, typed, start, from, end }, named, today) {
  if (kind === "has") {
    const thing = Object.keys(things).find((each) => value.toLowerCase().startsWith(each));
    return thing ? { found: { has: things[thing] }, end } : { unknown: { kind, value }, end };
  }
  if (!named[kind]) {
    const found = days(kind, value, today);
    if (found) return { found, end };
    // "Note since:lunch" is no filter.
    return /^\d/.test(value) ? { unknown: { kind: "day", value: typed.slice(start, end) }, end } : null;
  }
  if (quoted !== undefined) {
    const one = only(named[kind], quoted);
    return byName(kind, one, value, end);
  }
  const long = longest(named[kind], typed, from);
  return long ? byName(kind, long.one, typed.slice(from, long.end), long.end) : { unknown: { kind, value }, end };
}

/// A filter by one name, which may be nobody's or that of several.
function byName(kind, one, value, end) {
  return !one || one.isShared ? { unknown: { kind: one ? "shared" : kind, value }, end } : { found: { [kind]: one }, end };
}

function days(kind, value, today) {
  const named = dayIn(value, today);
  if (!named) return null;
  switch (kind) {
    case "day": return { since: named.first, until: named.last };
    case "before": return { until: named.before };
    case "after": return { since: named.after };
    case "since": return { since: named.first };
    default: return { until: named.last };
  }
}

/// The candidate whose name is made of most of the words from `at` on, and where it ends.
function longest(candidates, typed, at) {
  const words = new RegExp(`[^\\s${quotes}]+`, "guy");
  const ends = [];
  words.lastIndex = at;
  while (ends.length < nameWordsMax && words.test(typed)) {
    ends.push(words.lastIndex);
    const space = typed.slice(words.lastIndex).match(/^\s+/u);
    if (!space) break;
    words.lastIndex += space[0].length;
  }
  ends.reverse();
  for (const fit of [only, onlyBeginning])
    for (const end of ends) {
      const one = fit(candidates, typed.slice(at, end));
      if (one) return { one, end };
    }
  return null;
}

const plain = (name) => withAbbreviations(name).normalize("NFKC").replace(sigil, "").toLowerCase().replace(/\p{Cf}/gu, "").replace(/\s+/gu, " ").trim();
const bare = (name) => plain(name).normalize("NFD").replace(/[\u0300-\u036F]/gu, "");

/// The one whose name begins with these words, where no other's does.
function onlyBeginning(candidates, words) {
  const begins = bare(words);
  const found = candidates.filter(({ name }) => bare(name).startsWith(begins) && /^[\s_-]/u.test(bare(name).slice(begins.length)));
  const [one] = found;
  return begins && new Set(found.map(({ id }) => id)).size === 1 ? { id: one.id, name: one.shown ?? one.name } : null;
}

/// The one who bears that name, or null; `{isShared}` where several do, of whom it is not known who is meant.
function only(candidates, name) {
  for (const key of [plain, bare]) {
    const ones = candidates.filter((each) => key(each.name) === key(name));
    const count = new Set(ones.map(({ id }) => id)).size;
    if (count > 1) return { isShared: true };
    if (count === 1) return { id: ones[0].id, name: ones[0].shown ?? ones[0].name };
  }
  return null;
}

/// True if nothing of two searches differs.
export const isSame = (a, b) => key(a) === key(b);

const key = ({ text, person, room, has, since, until }) =>
  JSON.stringify([text.trim(), person?.id ?? null, room?.id ?? null, has, since, until]);

/// True if something of it can be looked for, and not only be left out.
export const hasWord = (text) => terms(text).some(({ isUnwanted }) => !isUnwanted);

/// Without what is not wanted, `-milk` or `-"hot milk"`.
export const withoutUnwanted = (text) => tidy(text.replace(unwanted, " "));

/// Without quotation marks: the words of a phrase, each by itself.
export const withoutQuotes = (text) => tidy(text.replace(quotesIn, " "));

export const hasFilters = ({ person, room, has, since, until }) => Boolean(person || room || has || since || until);
