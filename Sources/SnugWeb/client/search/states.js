// The states of a search but its results: not begun, under way, failed, nothing found.
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";
import { emptySearch, hasFilters, withoutQuotes, withoutUnwanted } from "./query.js";
import { startOf } from "./start.js";

/// The elements that say it; none where results do. `onSearch(change)`: the search that `change(now)` makes of the one
/// that is there by then is wanted.
export function stateOf({ search, results, unknown, wordless, isSlow, recent, chat, isTyping, onSearch, onForgotten, onWay }) {
  if (unknown.length) return [hollow(el("p", {}, unknownText(unknown[0])))];
  switch (results.phase) {
    case "idle":
      if (wordless) return [hollow(el("p", {}, wordlessText(wordless)))];
      if (isTyping) return [];
      // A room alone is where one came from.
      return hasFilters({ ...search, room: null }) ? [wordMissing(search, chat)] : startOf({ recent, chat, onSearch, onForgotten, onWay });
    case "asking": return !results.items.length && isSlow ? [hollow(el("p", {}, slowText(isSlow)))] : [];
    case "failed": return [failure(results)];
    default: return results.items.length ? [] : [results.hasMore ? nothingYet(results) : nothing(search, onSearch)];
  }
}

/// The same for those who hear it, and the number of results.
export function stateText({ results, unknown, wordless, isSlow }) {
  if (unknown.length) return unknownText(unknown[0]);
  switch (results.phase) {
    case "idle": return wordless ? wordlessText(wordless) : "";
    case "asking": return isSlow ? slowText(isSlow) : "";
    case "failed": return problemText(results.problem);
    default: return results.items.length ? words.resultsFound(results.items.length, results.hasMore) : results.hasMore ? words.nothingFoundYet : words.nothingFound;
  }
}

const hollow = (...content) => el("div", { class: "hollow" }, ...content);

const slowText = (isSlow) => (isSlow > 1 ? words.searchingLong : words.searching);

function unknownText({ kind, value }) {
  return { person: words.noPersonFor, room: words.noRoomFor, has: words.noThingFor, shared: words.severalCalled, minus: words.noMinusFor, day: words.noDayFor }[kind](value);
}

/// Pictures of faces and things are no words to the server.
const wordlessText = (text) => (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(text) ? words.emojiAlone : words.wordMissing);

/// Files need no word: all of a room are on a page of their own.
function wordMissing({ room }, chat) {
  const isIn = room && chat.room(room.id);
  return hollow(el("p", {}, words.wordMissing),
    isIn && el("a", { class: "button plain", href: `#/room/${room.id}/files` }, words.allFiles));
}

/// The server has more to do than it can: the search goes on by itself. Of one that is broken nothing is known.
export const goesOn = ({ status, retryAfter }) => status === 429 || (status === 503 && retryAfter !== null);

function problemText(problem) {
  if (problem.isUnreachable) return words.searchOffline;
  if (goesOn(problem)) return words.searchAgainSoon;
  return problem.errors.map(({ message }) => message).join(" ") || problem.message;
}

function failure(results) {
  const { problem } = results;
  return hollow(el("p", {}, problemText(problem)),
    problem.isPassing && el("button", { type: "button", class: "button", onclick: () => results.retry() }, words.tryAgain));
}

/// The server has looked through a part of what there is.
function nothingYet(results) {
  return hollow(el("p", {}, results.problem ? problemText(results.problem) : words.nothingFoundYet),
    el("button", { type: "button", class: "button plain", onclick: () => results.more() }, results.isAskingMore ? words.searching : words.searchFurther));
}

/// With the ways to a search that may find something.
function nothing({ text, room, person, has, since, until }, onSearch) {
  const way = (label, change) => el("button", { type: "button", class: "button plain", onclick: () => onSearch(change) }, label);
  const isChanged = (change) => change(text) !== text.trim() && change(text) !== "";
  return hollow(
    el("h2", {}, words.nothingFound),
    el("p", {}, words.nothingFoundHint),
    el("div", { class: "search-helps" },
      room && way(words.inAllRooms, (now) => ({ ...now, room: null })),
      (person || has || since || until) && way(words.withoutFilters, (now) => ({ ...emptySearch, text: now.text })),
      isChanged(withoutQuotes) && way(words.withoutQuotes, (now) => ({ ...now, text: withoutQuotes(now.text) })),
      isChanged(withoutUnwanted) && way(words.withoutMinus, (now) => ({ ...now, text: withoutUnwanted(now.text) }))));
}
