// The files that these tests read: the client's own, and the server's Swift.
import { readdirSync, readFileSync } from "node:fs";

const sources = new URL("../../Sources/", import.meta.url);

/// The names of all files in a folder of Sources, those of its sub-folders too: `ui/dom.js`.
function names(folder, under = "") {
  return readdirSync(new URL(`${folder}/${under}`, sources), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? names(folder, `${under}${entry.name}/`) : `${under}${entry.name}`));
}

export const read = (path) => readFileSync(new URL(path, sources), "utf8");

/// The client's files. package.json tells older versions of node that these are modules; nobody serves it.
export const files = names("SnugWeb/client").filter((name) => name !== "package.json");
export const modules = files.filter((name) => name.endsWith(".js"));
export const source = (name) => read(`SnugWeb/client/${name}`);

/// The module, for a test that looks at all of them.
export const load = (name) => import(new URL(`SnugWeb/client/${name}`, sources));

/// Each import of a module, by the name of the file that it leads to: `{name, isDynamic}`.
export function imports(module) {
  return [...source(module).matchAll(/(from |import\(|import )"([^"]+)"/g)]
    .map(([, form, path]) => ({ name: path.startsWith(".") ? new URL(path, `file:///${module}`).pathname.slice(1) : path, isDynamic: form === "import(" }));
}

/// All Swift of a target, or of one of its folders.
export const swift = (folder) => names(folder).filter((name) => name.endsWith(".swift")).map((name) => read(`${folder}/${name}`)).join("");
