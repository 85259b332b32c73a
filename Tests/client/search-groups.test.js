import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { grouped } from "../../Sources/SnugWeb/client/search/result-list.js";
import { pieces, snippetOf, textOf } from "../../Sources/SnugWeb/client/search/snippet.js";

const item = (id, room, day) => ({ message: { id, room_id: room, timestamp: `2026-11-${day}T12:00:00.000Z` } });

it("results that follow each other in one room on one day stand together, in their order", () => {
  const groups = grouped([item(9, 7, 22), item(8, 7, 22), item(7, 8, 22), item(6, 7, 22), item(5, 7, 21)]);
  assert.deepEqual(groups.map(({ roomId, items }) => [roomId, items.map(({ message }) => message.id)]), [[7, [9, 8]], [8, [7]], [7, [6]], [7, [5]]]);
  assert.equal(new Set(groups.map(({ key }) => key)).size, 4);
});

it("what was found is marked, also in a name of a file and in a script without spaces", () => {
  assert.deepEqual(pieces("Übersicht.pdf", "ubersicht"), [{ text: "Übersicht", hit: true }, { text: ".pdf", hit: false }]);
  assert.deepEqual(pieces("打开文件系统", "文件"), [{ text: "打开", hit: false }, { text: "文件", hit: true }, { text: "系统", hit: false }]);
  assert.deepEqual(pieces("nothing", "tea"), [{ text: "nothing", hit: false }]);
});

it("a result shows what was said, and no name of a file in its place", () => {
  const name = [{ text: "tea", hit: true }, { text: ".pdf", hit: false }];
  const attachments = [{ name: "tea.pdf" }];
  assert.deepEqual(textOf({ message: { content: "All\nof it", attachments }, snippet: name }, "tea"), [{ text: "All of it", hit: false }]);
  assert.deepEqual(textOf({ message: { content: "", attachments }, snippet: name }, "tea"), []);
  assert.deepEqual(textOf({ message: { content: "tea", attachments }, snippet: pieces("tea", "tea") }, "tea"), [{ text: "tea", hit: true }]);
});

it("a snippet shows what was found, however far back, and no message that has it no more", () => {
  const content = `${"Far away. ".repeat(100)}Here is the tea.`;
  const snippet = snippetOf({ content }, "tea");
  assert.ok(snippet.some(({ text, hit }) => hit && text === "tea"));
  assert.ok(snippet.map(({ text }) => text).join("").length < 250);
  assert.equal(snippetOf({ content: "coffee" }, "tea"), null);
  assert.notEqual(snippetOf({ content: "", attachments: [{ name: "tea.pdf" }] }, "tea"), null);
  assert.equal(snippetOf({ content: "tea with milk" }, "tea -milk"), null);
});

it("a snippet ends and begins between characters, of however many letters and marks they are", () => {
  const flags = "\u{1F1E9}\u{1F1EA}".repeat(60);
  const shown = snippetOf({ content: `${flags}tea ${flags}${flags}` }, "tea").map(({ text }) => text).join("");
  assert.match(shown, /^\u2026(\u{1F1E9}\u{1F1EA})+tea (\u{1F1E9}\u{1F1EA})+\u2026$/u);
  const attachments = [{ name: "tea.pdf" }];
  const [{ text }] = textOf({ message: { content: `a${"\u{1F469}\u{1F3FD}".repeat(100)}`, attachments }, snippet: [] }, "tea");
  assert.match(text, /^a(\u{1F469}\u{1F3FD})+$/u);
});
