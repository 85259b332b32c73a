import assert from "node:assert/strict";
import { beforeEach, it } from "node:test";
import { SafeStorage } from "../../Sources/SnugWeb/client/text/storage.js";
import { keepPicked, keepTone, keptEmoji, recentMax } from "../../Sources/SnugWeb/client/emoji/kept-emoji.js";
import { read } from "./sources.js";

const { findEmoji, toned, tones } = await import("../../Sources/SnugWeb/client/emoji/emoji.js");
/// Each language in a module of its own: the page knows one.
const known = async (language) => (await import(`../../Sources/SnugWeb/client/emoji/emoji.js?${language}`)).emojiIn(language);
const found = ({ all }, query) => findEmoji(query, all).map(({ sign }) => sign);

it("all groups of Unicode are there, each emoji once, and each has a name", async () => {
  for (const language of ["en", "de"]) {
    const { groups, all } = await known(language);
    assert.equal(groups.length, 9);
    assert.ok(groups.every(({ sign, title, emoji }) => sign && title && emoji.length > 50));
    assert.ok(all.length > 1_800);
    assert.equal(new Set(all.map(({ sign }) => sign)).size, all.length);
    for (const { sign, name } of all) {
      assert.match(sign, /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20E3/u);
      assert.doesNotMatch(name, /^$|undefined|[_|~]/);
    }
  }
});

it("emoji are found by their names and by words about them, the usual ones first", async () => {
  const english = await known("en");
  assert.equal(found(english, "thumbs up")[0], "👍");
  assert.equal(found(english, "heart")[0], "❤️");
  assert.equal(found(english, "tada")[0], "🎉");
  assert.ok(found(english, "party").includes("🎉"));
  assert.ok(found(english, "albania").includes("🇦🇱"));
  assert.deepEqual(found(english, "  "), []);
  assert.deepEqual(found(english, "no such thing"), []);
});

it("in German they have German names, and are found by the English words too", async () => {
  const german = await known("de");
  assert.equal(found(german, "daumen hoch")[0], "👍");
  assert.ok(found(german, "thumbs").includes("👍"));
  assert.equal(german.all.find(({ sign }) => sign === "🐻").name, "Bär");
  assert.ok(found(german, "österreich").includes("🇦🇹"));
});

it("a tone of skin is given to each emoji that takes one, and to no other", async () => {
  const { all } = await known("en");
  const of = (sign) => all.find((each) => each.sign === sign);
  assert.equal(toned(of("👍"), "🏽"), "👍🏽");
  assert.equal(toned(of("✌️"), "🏽"), "✌🏽");
  assert.equal(toned(of("👩‍🚀"), "🏿"), "👩🏿‍🚀");
  assert.equal(toned(of("😀"), "🏽"), "😀");
  assert.equal(toned(of("👨‍👩‍👧"), "🏽"), "👨‍👩‍👧");
  assert.equal(toned(of("👍"), ""), "👍");
  assert.equal(tones.length, 6);
  assert.ok(all.filter(({ takesTone }) => takesTone).length > 250);
});

it("the generated tables say where they come from", () => {
  for (const name of ["emoji/signs.js", "words/emoji-en.js", "words/emoji-de.js"])
    assert.match(read(`SnugWeb/client/${name}`), /Made by Tests\/client\/emoji\/tables\.py.*Unicode-DFS/);
});

const kept = new Map();
const storage = new SafeStorage(() => ({
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
}));

beforeEach(() => kept.clear());

it("the emoji that were picked last come first, each once, and not without end", () => {
  for (const sign of ["👍", "🎉", "👍"]) keepPicked(sign, storage);
  assert.deepEqual(keptEmoji(storage).recent, ["👍", "🎉"]);
  for (let n = 0; n < 40; n++) keepPicked(`e${n}`, storage);
  assert.equal(keptEmoji(storage).recent.length, recentMax);
  assert.equal(keptEmoji(storage).recent[0], "e39");
});

it("a tone stays chosen, and what the browser kept wrongly is nothing", () => {
  keepTone("🏽", storage);
  keepPicked("👍🏽", storage);
  assert.deepEqual(keptEmoji(storage), { recent: ["👍🏽"], tone: "🏽" });
  for (const wrong of ["{", "null", "[]", '{"recent":[1,null],"tone":"x"}', '{"recent":"x"}']) {
    kept.set("emoji", wrong);
    assert.deepEqual(keptEmoji(storage), { recent: [], tone: "" });
  }
});
