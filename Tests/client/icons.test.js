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

it("every icon that a page asks for is drawn, and those of menus are none that a room begins with", () => {
  const begun = drawn("ui/dom.js");
  const known = { icon: begun, other: [...begun, ...drawn("drawing/act-icons.js")] };
  const asked = modules.flatMap((module) => [...source(module).matchAll(/(\bicon|actIcon|menuItem|\bentry)\((?:\w+ \? )?"(\w+)"(?: : "(\w+)")?/g)]
    .flatMap(([, by, ...names]) => names.filter(Boolean).map((name) => [module, by, name])));
  assert.ok(asked.length > 40, `${asked.length} are asked for`);
  for (const [module, by, name] of asked) assert.ok((known[by] ?? known.other).includes(name), `${module} asks for ${name}`);
  assert.equal(new Set(known.other).size, known.other.length);
});
