// Whom a text calls, as Tests/vectors has it, which the server's tests read too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { tokenAt } from "../../Sources/SnugWeb/client/text/completion.js";
import { isMentioned, parse } from "../../Sources/SnugWeb/client/text/markdown.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/mentions.json", import.meta.url), "utf8"));

/// Eighty characters of a name, each of at most four when it is decomposed, and some.
const reach = 4 * 80 + 40;

/// Marks behind one letter.
const marksMax = 30;

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

describe("a hostile text is looked at in bounds", () => {
  const people = [{ id: 1, name: "Ann" }, { id: 2, name: "A".repeat(80) }];

  /// The letters that finding the mentions decomposes: how many, and the longest with its marks.
  function work(t, text) {
    const { mock } = t.mock.method(String.prototype, "normalize");
    parse(text, people);
    mock.restore();
    const lengths = mock.calls.map((call) => call.this.length);
    return { count: lengths.length, longest: Math.max(...lengths) };
  }

  parse("@Ann", people);
  for (const [name, text] of [
    ["marks behind a sign", `@${"\u0315\u0301".repeat(4_000)}`],
    ["marks behind a name", `@Ann${"\u0315\u0301".repeat(4_000)}`],
    ["marks beyond the first plane behind a sign", `@${"\u{1D165}\u{1D16D}".repeat(4_000)}`],
    ["what cannot be seen", `@${"\u200B".repeat(8_000)}`],
    ["underscores behind a name", `@Ann${"_".repeat(8_000)}`],
  ])
    it(name, (t) => {
      const { count, longest } = work(t, text);
      assert.ok(longest <= 2 * (1 + marksMax) && count <= 2 * reach, `${count} letters, one of ${longest}`);
    });
});

it("a name is looked for behind the first hundred signs of a message", () => {
  const people = [{ id: 1, name: "Ann" }];
  const calls = (text) => parse(text, people).flatMap((block) => (block.items ?? [block.inlines]).flatMap(called));
  assert.deepEqual(calls(`${"@".repeat(99)}@Ann @Ann`), [1]);
  assert.deepEqual(calls(`${"- ＠ **@Eve**\n".repeat(50)}> @Ann`), []);
  assert.deepEqual(calls("@Ann"), [1]);
});

it("a name is looked for in so many characters behind a sign as the longest one can have", () => {
  const calls = (text) => called(parse(text, [{ id: 1, name: "Ann" }])[0].inlines);
  assert.deepEqual(calls(`@${"\u200B".repeat(reach - 3)}Ann`), [1]);
  assert.deepEqual(calls(`@${"\u200B".repeat(reach - 2)}Ann`), []);
  // Eighty characters of which each is four.
  const long = "\u1F82".repeat(80);
  assert.deepEqual(called(parse(`@${long.normalize("NFD")}!`, [{ id: 1, name: long }])[0].inlines), [1]);
});
