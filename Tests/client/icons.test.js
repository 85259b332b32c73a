import assert from "node:assert/strict";
import { it } from "node:test";
import { modules, source } from "./sources.js";

/// The names in `const strokes = {…}` of a module.
const drawn = (module) => [...source(module).match(/^const strokes = \{\n(.*?)^\};/ms)[1].matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);

it("every sign of the administration is drawn", () => {
  const known = drawn("drawing/signs.js");
  const asked = modules.filter((module) => module.startsWith("admin/"))
    .flatMap((module) => [...source(module).matchAll(/\bsign(?:: |\((?:[^"()]+ \? )?)"(\w+)"(?: : "(\w+)")?/g)].flatMap(([, ...names]) => names.filter(Boolean)));
  assert.ok(asked.length > 10, `${asked.length} are asked for`);
  for (const name of asked) assert.ok(known.includes(name), name);
});

it("every icon that a page asks for is drawn", () => {
  const known = drawn("ui/dom.js");
  const asked = modules.flatMap((module) => [...source(module).matchAll(/(?:\bicon|menuItem)\((?:\w+ \? )?"(\w+)"(?: : "(\w+)")?|\bicon: "(\w+)"/g)]
    .flatMap(([, ...names]) => names.filter(Boolean).map((name) => [module, name])));
  assert.ok(asked.length > 30, `${asked.length} are asked for`);
  for (const [module, name] of asked) assert.ok(known.includes(name), `${module} asks for ${name}`);
});
