import "./world.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { languageFor, languages } from "../../Sources/SnugWeb/client/text/language.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import { words as accountEnglish } from "../../Sources/SnugWeb/client/words/account-en.js";
import { words as adminEnglish } from "../../Sources/SnugWeb/client/words/admin-en.js";
import { words as doorEnglish } from "../../Sources/SnugWeb/client/words/door/en.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words as inviteEnglish } from "../../Sources/SnugWeb/client/words/invite/en.js";
import { words as pagesEnglish } from "../../Sources/SnugWeb/client/words/pages-en.js";
import { words as searchEnglish } from "../../Sources/SnugWeb/client/words/search/en.js";
import { words as sendingEnglish } from "../../Sources/SnugWeb/client/words/sending/en.js";
import { words as talkEnglish } from "../../Sources/SnugWeb/client/words/talk-en.js";
import { imports, load, modules, read, source, swift } from "./sources.js";

/// The shape of a word: a text, a function of as many parameters, a list of as many.
function shape(word) {
  if (Array.isArray(word)) return word.map(shape);
  if (typeof word === "function") return `function of ${word.length}`;
  if (word && typeof word === "object") return Object.fromEntries(Object.entries(word).sort().map(([key, value]) => [key, shape(value)]));
  return word === "" ? "nothing" : typeof word;
}

for (const language of Object.keys(languages))
  it(`${languages[language]} says everything that English says, in the same shapes`, async () => {
    const { words: spoken } = await import(`../../Sources/SnugWeb/client/words/${language}.js`);
    assert.deepEqual(shape(spoken), shape(english));
    for (const [part, inEnglish] of [["door/", doorEnglish], ["invite/", inviteEnglish], ["account-", accountEnglish], ["pages-", pagesEnglish], ["admin-", adminEnglish], ["talk-", talkEnglish], ["search/", searchEnglish], ["sending/", sendingEnglish]]) {
      const { words: spokenThere } = await import(`../../Sources/SnugWeb/client/words/${part}${language}.js`);
      assert.deepEqual(shape(spokenThere), shape(inEnglish));
    }
  });

it("what the page says of oneself, of nobody and of what was deleted is nobody's name", async () => {
  const { page } = JSON.parse(readFileSync(new URL("../vectors/names.json", import.meta.url), "utf8"));
  for (const language of Object.keys(languages)) {
    const { words: spoken } = await import(`../../Sources/SnugWeb/client/words/${language}.js`);
    for (const word of [spoken.you, spoken.someone, spoken.deleted]) assert.ok(page.includes(word), word);
  }
});

it("German knows what the server says, with its numbers, and no sentence that it does not say", async () => {
  const { words: german } = await import("../../Sources/SnugWeb/client/words/de.js");
  const { sentences } = await import("../../Sources/SnugWeb/client/words/refusals-de.js");
  await german.learnRefusals();
  const said = ["SnugChat", "SnugServer/HTTP", "SnugServer/Routes", "SnugServer/Wire", "snug"].map(swift).join("")
    .replace(/\\\([^()]*\)/g, "#").replace(/\d+/g, "#");
  for (const english of Object.keys(sentences)) assert.ok(said.includes(`"${english}"`), english);
  assert.equal(german.invalidField("A password has at least 8 characters."), "Ein Passwort hat mindestens 8 Zeichen.");
  assert.equal(german.refusal("forbidden", "Only administrators may do this."), "Das darf nur, wer den Server verwaltet.");
  assert.equal(german.refusal("busy", "Anything."), "Der Server hat gerade zu viel zu tun. Versuch es gleich noch einmal.");
  assert.equal(german.refusal("new", "A new one."), "A new one.");
});

it("German knows every refusal in the server's table", async () => {
  const { words: german } = await import("../../Sources/SnugWeb/client/words/de.js");
  await german.learnRefusals();
  const [table] = swift("SnugServer/Wire").split("init(_ refusal: Refusal)")[1].split("init(_ fault: ");
  const coded = /\d{3}, "(\w+)", "[^"]+",\s*"([^"]+)"/g;
  const refusals = [...table.matchAll(coded)];
  assert.ok(refusals.length > 15);
  for (const [, code, detail] of refusals) assert.notEqual(german.refusal(code, detail), detail);
  // The refusals of passkeys have many codes, and a sentence for each ceremony.
  const uncoded = [...table.replace(coded, "").matchAll(/"([A-Z][^"]+\.)"/g)];
  assert.equal(uncoded.length, 2);
  for (const [, detail] of uncoded) assert.notEqual(german.refusal("passkey_unknown", detail), detail);
});

it("every setting of the server has a title in each language, and a meaning in German, and there are no others", async () => {
  const keys = [...swift("snug").matchAll(/Setting\(\s*name: "([a-z-]+)"/g)].map(([, name]) => name.replaceAll("-", "."));
  assert.ok(keys.length > 20);
  const [inEnglish, inGerman] = await Promise.all(["en", "de"].map((language) => load(`words/settings-${language}.js`)));
  for (const table of [inEnglish.titles, inGerman.titles, inGerman.meanings]) assert.deepEqual(Object.keys(table).sort(), keys.toSorted());
  for (const part of ["groups", "choices", "units", "hints", "values", "unset"]) assert.deepEqual(shape(inGerman[part]), shape(inEnglish[part]), part);
  for (const key of ["choices", "units", "hints", "values", "unset", "meanings"].flatMap((part) => Object.keys(inEnglish[part]))) assert.ok(keys.includes(key), key);
});

it("settings that are a choice from a few have a sentence for each", async () => {
  const { choices } = await load("words/settings-en.js");
  const shapes = swift("snug").matchAll(/Setting\(\s*name: "([a-z-]+)"[^)]*?valueName: "([a-z]+(?:\|[a-z]+)+)"/g);
  const found = [...shapes].map(([, name, listed]) => [name.replaceAll("-", "."), listed.split("|")]);
  assert.ok(found.length > 2);
  for (const [key, listed] of found) assert.deepEqual(Object.keys(choices[key]).sort(), listed.sort(), key);
});

it("German says every finding of the checks, and the good ones, and none that there is not", async () => {
  const { findingsIn } = await import("../../Sources/SnugWeb/client/admin/server/findings.js");
  const troubles = [...read("SnugChat/Operations/Finding+Trouble.swift").matchAll(/ = "([a-z.-]+)"/g)].map(([, id]) => id);
  const [checks] = read("SnugChat/Operations/Finding.swift").match(/(?<=case )server, .*/);
  const ids = [...checks.split(", ").map((check) => `${check}.ok`), ...troubles];
  const german = await findingsIn("de");
  assert.deepEqual(Object.keys(german), ids);
  for (const id of ids) assert.equal(german[id].length, id.endsWith(".ok") ? 1 : 3, id);
  assert.deepEqual(await findingsIn("en"), {});
});

it("there is a language for each file of words, and words.js knows them all", () => {
  const tables = modules.filter((name) => /^words\/(?!words\.js)[a-z]+\.js$/.test(name)).sort();
  assert.deepEqual(tables, Object.keys(languages).sort().map((language) => `words/${language}.js`));
  assert.deepEqual(imports("words/words.js").filter(({ isDynamic }) => isDynamic).map(({ name }) => name).sort(), tables);
});

it("every word that a module says exists, and those of a part of the page in that part alone", () => {
  const tables = [english, doorEnglish, inviteEnglish, pagesEnglish, accountEnglish, adminEnglish, talkEnglish, searchEnglish, sendingEnglish];
  assert.equal(Object.keys(Object.assign({}, ...tables)).length, tables.flatMap(Object.keys).length);
  // The module that each part begins with, and the tables that are fetched with it.
  const parts = [
    ["entry/auth.js", [doorEnglish]], ["invites/standing-invite.js", [inviteEnglish]], ["settings/passkey-offer.js", [pagesEnglish]],
    ["links/near-only.js", [inviteEnglish]], ["settings/account-menu.js", [pagesEnglish]], ["help.js", [pagesEnglish]], ["notices/level-menu.js", [pagesEnglish]],
    ["rooms/read-all.js", [pagesEnglish]], ["rooms/new-room.js", [pagesEnglish]], ["rooms/switcher.js", [pagesEnglish]], ["rooms/room-menu.js", [pagesEnglish]], ["settings/settings.js", [pagesEnglish, accountEnglish]],
    ["settings/password-offer.js", [pagesEnglish, accountEnglish]], ["settings/password/forgotten.js", [pagesEnglish, accountEnglish]],
    ["search/search.js", [pagesEnglish, searchEnglish]], ["files/tray.js", [sendingEnglish]], ["models/uploads.js", [sendingEnglish]],
    ["pages.js", [pagesEnglish]], ["admin/admin.js", [pagesEnglish, adminEnglish]],
  ];
  const roots = parts.map(([root]) => root);
  const inRoom = reached("app.js", { without: roots });
  assert.ok(inRoom.has("rooms/rooms-view.js") && !inRoom.has("settings/profile.js") && !inRoom.has("entry/door.js"));
  const reaching = parts.map(([root, also]) => ({ also, modules: reached(root, { without: roots.filter((each) => each !== root) }) }));
  const known = (name) => {
    const also = inRoom.has(name) ? [[]] : reaching.filter((each) => each.modules.has(name)).map((each) => each.also);
    return Object.assign({}, english, ...tables.filter((table) => also.every((each) => each.includes(table))));
  };
  for (const name of modules.filter((module) => imports(module).some((each) => each.name === "words/words.js")))
    for (const [, word] of source(name).matchAll(/\bwords\.(?!js")(\w+)/g))
      assert.ok(word in known(name) || speaksInTalk(name) && word in talkEnglish, `${name} says ${word}`);
});

/// A module whose words are those of a conversation's menus and cards: it asks for them, or is only led to by one that
/// does.
const speaksInTalk = (name) => /^(message|people|references|emoji|attachments)\//.test(name)
  || imports(name).some((each) => each.name === "words/talk-words.js");

it("menus, cards and calls, with their words, are no part of what a room begins with", () => {
  const begun = new Set();
  const visit = (name) => {
    if (begun.has(name)) return;
    begun.add(name);
    for (const each of imports(name)) if (!each.isDynamic) visit(each.name);
  };
  for (const name of ["app.js", "shell.js"]) visit(name);
  for (const name of begun) assert.doesNotMatch(name, /^(calls|choices|drawing|message|people|references|emoji|attachments)\/|talk|key-acts/);
});

/// The modules that one leads to, itself too, by imports of either kind.
function reached(name, { without }, seen = new Set()) {
  if (without.includes(name) || seen.has(name)) return seen;
  seen.add(name);
  for (const { name: next } of imports(name)) reached(next, { without }, seen);
  return seen;
}

it("no module says a word while it is loaded, when the language is not known yet", async () => {
  Object.setPrototypeOf(words, new Proxy({}, {
    get(_, word) { throw new Error(`${String(word)} is said too early`); },
  }));
  globalThis.CSS ??= { supports: () => true };
  // app.js starts the page, and the service worker is none of its modules; all else only defines.
  for (const name of modules.filter((module) => !["app.js", "sw.js"].includes(module))) await load(name);
});

it("the language is the chosen one, else the first of the browser's that is spoken here, else English", () => {
  assert.equal(languageFor("de", ["en-GB"]).language, "de");
  assert.equal(languageFor("browser", ["fr-FR", "de-AT", "en"]).language, "de");
  assert.equal(languageFor("browser", ["fr-FR"]).language, "en");
  assert.equal(languageFor("browser", []).language, "en");
  assert.equal(languageFor("constructor", ["de"]).language, "de");
});

it("dates are written as in the browser's region of that language, where it names one", () => {
  assert.equal(languageFor("browser", ["de-AT", "en-GB"]).locale, "de-AT");
  assert.equal(languageFor("en", ["de-AT", "en-GB"]).locale, "en-GB");
  assert.equal(languageFor("de", ["en-GB"]).locale, "de");
});
