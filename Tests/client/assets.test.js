import assert from "node:assert/strict";
import { it } from "node:test";
import { files, imports, modules, read, source } from "./sources.js";

const sheets = files.filter((name) => name.endsWith(".css"));

it("every file of the client is compiled into the binary, and nothing else is", () => {
  const listed = [...read("SnugWeb/assets.c").matchAll(/#define ASSET "client\/(.+)"/g)].map((m) => m[1]);
  assert.deepEqual(listed.sort(), [...files].sort());
});

it("every module is imported by its relative name", () => {
  for (const module of modules)
    for (const { name } of imports(module)) assert.ok(modules.includes(name), `${module} imports ${name}`);
});

it("text never becomes markup, and nothing needs an unsafe policy", () => {
  for (const name of modules)
    assert.doesNotMatch(source(name), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/, name);
  assert.doesNotMatch(source("index.html"), /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  for (const name of sheets) assert.doesNotMatch(source(name), /url\(/, name);
});

it("no line of a text that spans lines is empty or begins as a comment or with a blank, of which the bundles have none", () => {
  for (const name of modules)
    for (const text of source(name).match(/= `\n[^`]*`/g) ?? []) assert.doesNotMatch(text, /^( |\/\/|\n)/m, name);
});

it("a text that spans lines is a constant that begins with a line's end, so that it is seen there", () => {
  for (const name of modules) {
    const code = source(name).replace(/^ *\/\/.*$/gm, "").replace(/"(\\.|[^"\\\n])*"/g, '""');
    for (const text of code.match(/(= )?`(\\.|[^`\\])*`/g) ?? []) assert.ok(!text.includes("\n") || text.startsWith("= `\n"), `${name}: ${text}`);
  }
});

it("app.css is the list of all stylesheets in their order but of those that a module fetches, and no other sheet imports one", () => {
  const imported = [...source("app.css").matchAll(/^@import "\.\/(.+)";$/gm)].map((match) => match[1]);
  const fetched = new Set(modules.flatMap((name) => [...source(name).matchAll(/styleSheet\("\/assets\/([^"]+)"\)/g)].map((match) => match[1])));
  assert.ok(fetched.size > 0);
  assert.deepEqual([...imported, ...fetched].sort(), sheets.filter((name) => name !== "app.css").sort());
  assert.equal(source("app.css").replace(/\/\*.*?\*\/|^@import "\.\/.+";$/gms, "").trim(), "");
  for (const name of sheets.filter((sheet) => sheet !== "app.css")) assert.doesNotMatch(source(name), /@import/, name);
});

it("colours are named by meaning: values are used in tokens.css alone", () => {
  for (const name of sheets.filter((sheet) => sheet !== "styles/tokens.css")) {
    assert.doesNotMatch(source(name), /var\(--(paper|bark|night|ash|ember|moss|honey|rust)-/, name);
    assert.doesNotMatch(source(name), /#[0-9a-f]{3,8}\b/i, name);
  }
});

it("a comment says what a thing is or does: it begins with no question word, and fits the line", () => {
  for (const name of [...modules, ...sheets])
    for (const line of source(name).split("\n").filter((each) => /^\s*(\/\/|\/\*)/.test(each))) {
      assert.doesNotMatch(line, /^\s*[/*]+ ?(What|Who|Whom|Whose|Whether|How|Where|Which|When|Why)(ever)?\b/, name);
      assert.ok(line.length <= 120, `${name}: ${line}`);
    }
});
