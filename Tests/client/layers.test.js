import assert from "node:assert/strict";
import { it } from "node:test";
import { files, imports, modules } from "./sources.js";

/// The client's folders from the page down: a module imports its own folder and lower layers, never its neighbours'. The
/// stylesheets that belong to no one module lie in `styles`.
const layers = [
  [""],
  ["entry", "conversation", "rooms", "search", "settings", "admin"],
  ["admin/invites", "admin/overview", "admin/people", "admin/server", "settings/password", "settings/pushes"],
  ["message", "references", "attachments"],
  ["people", "emoji"],
  ["notices", "invites"],
  ["calls", "choices", "links", "files"],
  ["drawing"],
  ["models", "ui", "styles"],
  ["logs", "outbox"],
  ["words"],
  ["words/door", "words/invite", "words/search", "words/sending"],
  ["text"],
];

const folderOf = (name) => name.split("/").slice(0, -1).join("/");
const layerOf = (name) => layers.findIndex((layer) => layer.includes(folderOf(name)));

it("every file of the client lies in a folder that has a layer", () => {
  for (const name of files) assert.ok(layerOf(name) >= 0, name);
  for (const folder of layers.flat()) assert.ok(files.some((name) => folderOf(name) === folder), `there is no folder ${folder}`);
});

it("a module imports from its own folder or from a lower layer", () => {
  for (const module of modules)
    for (const { name } of imports(module))
      assert.ok(folderOf(name) === folderOf(module) || layerOf(name) > layerOf(module), `${module} imports ${name}`);
});

it("no module leads back to itself, by imports of either kind", () => {
  const done = new Set();
  const visit = (module, path) => {
    assert.ok(!path.includes(module), [...path, module].join(" → "));
    if (done.has(module)) return;
    for (const { name } of imports(module)) visit(name, [...path, module]);
    done.add(module);
  };
  for (const module of modules) visit(module, []);
});
