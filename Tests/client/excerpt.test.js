import assert from "node:assert/strict";
import { it } from "node:test";
import { excerpt } from "../../Sources/SnugWeb/client/text/excerpt.js";
import { parse } from "../../Sources/SnugWeb/client/text/markdown.js";

const contentUnits = 16_384;
const whole = (text) => parse(text);
const shown = (text) => excerpt(parse(text));

const fill = (piece) => piece.repeat(Math.floor(contentUnits / piece.length));
const texts = (nodes) => nodes.map((each) => each.text ?? texts(each.inlines ?? each.items.flat())).join("");
const elements = (nodes) => nodes.reduce((sum, each) =>
  sum + (each.type === "text" && !each.inlines ? 0 : 1) + elements(each.inlines ?? each.items?.flat() ?? []), 0);
/// As tall as the elements of a narrow column of 80 characters make it.
const lines = (blocks) => blocks.reduce((sum, block) => {
  const parts = block.items ?? [block.inlines ?? [block]];
  return sum + parts.reduce((tall, part) => tall + texts(part).split("\n").reduce((n, line) => n + Math.max(1, line.length / 80), 0), 0);
}, 0);

it("a message of an ordinary size is shown whole, the same tree", () => {
  for (const text of ["", "hello", "a line\n".repeat(28), "words and more. ".repeat(150), "- an item of some length, as people make them\n".repeat(28),
    `before\n\`\`\`\n${"let x = 1;\n".repeat(24)}\`\`\`\nafter`, "> quoted\n".repeat(28), "好".repeat(1_200)]) {
    const tree = whole(text);
    assert.equal(excerpt(tree), tree, text.slice(0, 20));
  }
});

it("of a long one the beginning is shown, of no more lines and elements than a few screens take", () => {
  const numbered = Array.from({ length: 200 }, (_, index) => `${index}. step`).join("\n");
  for (const text of ["a\n".repeat(8_192), `a${"\n".repeat(12_000)}b`, fill("> a\n\n"), fill("- a\n"), numbered, fill("`a`"), fill("`a` "), fill("*a* "),
    fill("**a *b* c** "), fill("[a](https://b.cd) "), fill("https://b.cd "), fill("```\na\n```\n"), `\`\`\`\n${fill("a\n").slice(0, 16_000)}\`\`\``,
    fill("word "), fill("w"), fill("**a\n**b")]) {
    const tree = whole(text);
    const cut = excerpt(tree);
    assert.notEqual(cut, tree, text.slice(0, 12));
    assert.ok(elements(cut) <= 160, `${text.slice(0, 12)}: ${elements(cut)} elements`);
    assert.ok(lines(cut) <= 32, `${text.slice(0, 12)}: ${lines(cut)} lines`);
  }
});

it("it is what the whole begins with, and its end says so", () => {
  const text = "Words that *lean* and `code`, again and again. ".repeat(300);
  const cut = texts(shown(text));
  assert.ok(cut.endsWith("…") && texts(whole(text)).startsWith(cut.slice(0, -1)) && cut.length > 500);
  const code = shown(`\`\`\`\n${"let x = 1;\n".repeat(300)}\`\`\``);
  assert.deepEqual(code.map(({ type }) => type), ["code"]);
  assert.ok(code[0].text.startsWith("let x = 1;\nlet x"));
});

it("wide characters take up their width, and none is cut in two", () => {
  assert.ok(texts(shown("好".repeat(4_000))).length < 1_300);
  assert.ok(texts(shown("\ufdfd".repeat(5_000))).length < 120);
  assert.ok(texts(shown("a\t".repeat(1_240))).length < 700);
  assert.match(texts(shown("😀 x ".repeat(2_000))), /^(😀 x )+(😀|😀 |😀 x)?…$/u);
});
