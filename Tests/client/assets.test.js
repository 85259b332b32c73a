import assert from "node:assert/strict";
import { it } from "node:test";
import { files, imports, modules, read, source } from "./sources.js";

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
  assert.doesNotMatch(source("app.css"), /url\(|@import/);
});

it("colours are named by meaning: values are used in the first two sections alone", () => {
  const [, rest] = source("app.css").split("/* Ground */");
  assert.doesNotMatch(rest, /var\(--(paper|bark|night|ash|ember|moss|honey|rust)-/);
  assert.doesNotMatch(rest, /#[0-9a-f]{3,8}\b/i);
});
