import assert from "node:assert/strict";
import { it } from "node:test";
import { forgetLast } from "../../Sources/SnugWeb/client/models/last-room.js";
import { emptySearch } from "../../Sources/SnugWeb/client/search/query.js";
import { RecentSearches } from "../../Sources/SnugWeb/client/search/recent.js";
import { holding } from "./storage.js";

const search = (text, more = {}) => ({ ...emptySearch, text, ...more });
const texts = (recent) => recent.list().map(({ text }) => text);

it("the last searches come first, each once, and no more than eight", () => {
  const recent = new RecentSearches(1, holding());
  for (let number = 0; number < 12; number++) recent.note(search(`tea ${number}`));
  recent.note(search("tea 9"));
  assert.deepEqual(texts(recent), ["tea 9", "tea 11", "tea 10", "tea 8", "tea 7", "tea 6", "tea 5", "tea 4"]);
  recent.remove(search("tea 10"));
  assert.deepEqual(texts(recent).slice(0, 3), ["tea 9", "tea 11", "tea 8"]);
  recent.clear();
  assert.deepEqual(texts(recent), []);
});

it("a search without words, or of a whole page of them, is not kept", () => {
  const recent = new RecentSearches(1, holding());
  recent.note(search("  ", { has: "file" }));
  recent.note(search("a".repeat(400)));
  assert.deepEqual(texts(recent), []);
});

it("filters are kept with it, and nothing else is", () => {
  const recent = new RecentSearches(1, holding());
  const kept = search("tea", { person: { id: 3, name: "Ann" }, room: { id: 7, name: "Kitchen" }, has: "image", since: "2026-11-01" });
  recent.note({ ...kept, other: "x", person: { ...kept.person, email: "ann@example.org" } });
  assert.deepEqual(recent.list(), [kept]);
});

it("a search is known by the number of the entry of the history that it was made in", () => {
  const recent = new RecentSearches(1, holding());
  recent.note(search("tea"), 7.5);
  recent.note(search("coffee"), 8);
  assert.deepEqual([recent.numbered(7.5), recent.numbered(9)], [search("tea"), null]);
  recent.note(search("tea"), 9);
  assert.deepEqual([recent.numbered(9), recent.numbered(7.5)], [search("tea"), null]);
});

it("each person has their own, which are gone when they sign out and when another comes in", () => {
  const storage = holding({ "theme": "dark" });
  const [mine, theirs] = [new RecentSearches(1, storage), new RecentSearches(12, storage)];
  mine.note(search("tea"));
  theirs.note(search("coffee"));
  assert.deepEqual([texts(mine), texts(theirs)], [["tea"], ["coffee"]]);
  forgetLast({ but: 1, kept: storage });
  assert.deepEqual([texts(mine), texts(theirs)], [["tea"], []]);
  forgetLast({ kept: storage });
  assert.deepEqual([texts(mine), storage.keys()], [[], ["theme"]]);
});

it("what is no search is left out, whatever stands in the storage", () => {
  for (const kept of ["", "{", "null", "7", "[1, null, {}, {\"text\": 7}]"]) assert.deepEqual(new RecentSearches(1, holding({ "last-searches-1": kept })).list(), [], kept);
  const odd = JSON.stringify([{ text: "tea", person: { id: "3", name: "Ann" }, room: 7, has: "wings", since: "today", until: 1 }]);
  assert.deepEqual(new RecentSearches(1, holding({ "last-searches-1": odd })).list(), [search("tea")]);
});
