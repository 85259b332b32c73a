import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { completed, tokenAt } from "../../Sources/SnugWeb/client/text/completion.js";
import { matching } from "../../Sources/SnugWeb/client/text/matching.js";

const at = (text) => tokenAt(text, text.length);

describe("what is being completed", () => {
  it("begins with its sign at the start of a word", () => {
    assert.deepEqual(at("hi @an"), { sign: "@", query: "an", start: 3 });
    assert.deepEqual(at("@"), { sign: "@", query: "", start: 0 });
    assert.deepEqual(at("(#all"), { sign: "#", query: "all", start: 1 });
    assert.deepEqual(at("@Ann Le"), { sign: "@", query: "Ann Le", start: 0 });
  });

  it("is nothing in addresses, times and short smileys", () => {
    for (const text of ["a@b", "16:03", ":)", ":-", "http://x", "@ann is here now", "", "no"]) assert.equal(at(text), null, text);
  });

  it("is put in place, with one space after it and the caret behind that", () => {
    assert.deepEqual(completed("hi @an there", 6, { start: 3 }, "@Ann"), { text: "hi @Ann there", caret: 8 });
    assert.deepEqual(completed(":ro", 3, { start: 0 }, "🚀"), { text: "🚀 ", caret: 3 });
  });
});

it("names are found by the beginning of any word, without accents, whole names first", () => {
  const names = ["Lena Ott", "Ole Lenz", "Élodie", "Magdalena"].map((name) => ({ name }));
  const found = (query) => matching(names, query).map(({ name }) => name);
  assert.deepEqual(found("len"), ["Lena Ott", "Ole Lenz"]);
  assert.deepEqual(found("elo"), ["Élodie"]);
  assert.equal(found("").length, 4);
});
