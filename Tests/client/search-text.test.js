// The words of texts and of searches as Tests/vectors has them, which the server's tests read too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isFound, marks, pieces, terms } from "../../Sources/SnugWeb/client/text/search-text.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/search.json", import.meta.url), "utf8"));

const piece = ({ letters, isUnspaced }) => (isUnspaced ? { unspaced: letters.join("") } : letters.join(""));

describe("the words of a text", () => {
  for (const { name, text, pieces: expected } of vectors.texts) it(name, () => assert.deepEqual(pieces(text).map(piece), expected));
});

describe("the words of a search", () => {
  for (const { name, q, terms: expected } of vectors.queries)
    it(name, () => assert.deepEqual(
      terms(q).map(({ parts, isUnwanted, isBeginning }) =>
        ({ parts: parts.map(piece), ...(isUnwanted && { unwanted: true }), ...(isBeginning && { beginning: true }) })),
      expected));

  it("are none in a text without any that is wanted", () => {
    for (const q of vectors.refused.filter((each) => each.length < 20)) assert.equal(isFound("a coffee with hot milk", q), false, q);
  });
});

it("what is found is marked where it is", () => {
  for (const { q, text, marked } of vectors.finds) {
    assert.equal(isFound(text, q), marked !== null, `${q} in ${text}`);
    if (marked === null) continue;
    let [shown, at] = ["", 0];
    for (const { begin, end } of marks(text, q)) {
      shown += `${text.slice(at, begin)}⟦${text.slice(begin, end)}⟧`;
      at = end;
    }
    assert.equal(shown + text.slice(at), marked, q);
  }
});
