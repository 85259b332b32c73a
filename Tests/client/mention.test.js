// Whom a text calls, as Tests/vectors has it, which the server's tests read too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { tokenAt } from "../../Sources/SnugWeb/client/text/completion.js";
import { isMentioned, parse } from "../../Sources/SnugWeb/client/text/markdown.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/mentions.json", import.meta.url), "utf8"));

const called = (inlines) => inlines.flatMap((each) => each.userIds ?? called(each.inlines ?? []));

describe("a text calls", () => {
  for (const { name, people, text, calls } of vectors)
    it(name, () => {
      const found = parse(text, Object.entries(people).map(([id, each]) => ({ id: Number(id), name: each })))
        .flatMap((block) => called(block.inlines));
      // Calling everyone calls whoever else is called, too.
      const all = found.includes(null) ? ["everyone"] : [...new Set(found)].sort((a, b) => a - b);
      assert.deepEqual(all, calls, text);
    });
});

it("what is shown of a mention is what was typed, however it was typed", () => {
  const people = [{ id: 1, name: "O'Brien" }, { id: 2, name: "Jose\u0301" }, { id: 3, name: "李雷" }];
  const texts = (text) => parse(text, people)[0].inlines.map((each) => each.text);
  assert.deepEqual(texts("hi @O’BRIEN, hi"), ["hi ", "@O’BRIEN", ", hi"]);
  assert.deepEqual(texts("@José!"), ["@José", "!"]);
  assert.deepEqual(texts("你好@李雷你好"), ["你好", "@李雷", "你好"]);
});

it("one is mentioned by the names that the others leave to one", () => {
  const [ann, annLee, ben] = [{ id: 1, name: "Ann" }, { id: 2, name: "Ann Lee" }, { id: 3, name: "Ben Bitdiddle" }];
  assert.equal(isMentioned("@Ann Lee", ann, [annLee]), false);
  assert.equal(isMentioned("@ben?", ben, [ann]), true);
  assert.equal(isMentioned("@ben?", ben, [{ id: 4, name: "Ben" }]), false);
  assert.equal(isMentioned("@room", ben), true);
});

it("a name is completed after a letter of a script without spaces", () => {
  assert.deepEqual(tokenAt("你好@李", 4), { sign: "@", query: "李", start: 2 });
  assert.equal(tokenAt("hi@an", 5), null);
});
