import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { it } from "node:test";

const room = new URL("../../Sources/SnugWeb/", import.meta.url);
// package.json tells older versions of node that these are modules; nobody serves it.
const files = ["", "words/"]
  .flatMap((folder) => readdirSync(new URL(`client/${folder}`, room), { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => folder + name))
  .filter((name) => name !== "package.json");
const read = (name) => readFileSync(new URL(`client/${name}`, room), "utf8");

it("every file of the client is compiled into the binary, and nothing else is", () => {
  const listed = [...readFileSync(new URL("assets.c", room), "utf8").matchAll(/#define ASSET "client\/(.+)"/g)].map((m) => m[1]);
  assert.deepEqual([...listed].sort(), [...files].sort());
});

it("every module is imported by its relative name", () => {
  for (const name of files.filter((file) => file.endsWith(".js")))
    for (const [, from] of read(name).matchAll(/(?:from|import)[ (]"([^"]+)"/g))
      assert.ok(from.startsWith(".") && files.includes(new URL(from, `file:///${name}`).pathname.slice(1)), `${name} imports ${from}`);
});

it("text never becomes markup, and nothing needs an unsafe policy", () => {
  for (const name of files.filter((file) => file.endsWith(".js")))
    assert.doesNotMatch(read(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
  assert.doesNotMatch(read("index.html"), /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  assert.doesNotMatch(read("app.css"), /url\(|@import/);
});

it("colours are named by meaning: values are used in the first two sections alone", () => {
  const [, rest] = read("app.css").split("/* Ground */");
  assert.doesNotMatch(rest, /var\(--(paper|bark|night|ash|ember|moss|honey|rust)-/);
  assert.doesNotMatch(rest, /#[0-9a-f]{3,8}\b/i);
});
