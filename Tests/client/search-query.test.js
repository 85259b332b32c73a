import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { emptySearch, filterAt, hasFilters, hasWord, isSame, read, without, withoutQuotes, withoutUnwanted } from "../../Sources/SnugWeb/client/search/query.js";

const at = (text) => filterAt(text, text.length);

describe("the filter before the caret", () => {
  it("is what stands behind its name, with spaces as names have them", () => {
    assert.deepEqual(at("from:"), { kind: "person", query: "", start: 0, end: 5 });
    assert.deepEqual(at("tea from:Ann Le"), { kind: "person", query: "Ann Le", start: 4, end: 15 });
    assert.deepEqual(at("von:Ann"), { kind: "person", query: "Ann", start: 0, end: 7 });
    assert.deepEqual(at("IN:küch"), { kind: "room", query: "küch", start: 0, end: 7 });
    assert.deepEqual(at("in:\"Garden pa"), { kind: "room", query: "Garden pa", start: 0, end: 13 });
    assert.deepEqual(at("has:im").kind, "has");
    assert.deepEqual(at("from:小"), { kind: "person", query: "小", start: 0, end: 6 });
    assert.deepEqual(at("from：أ").query, "أ");
    assert.equal(filterAt("from:Ann tea", 8).query, "Ann");
  });

  it("is none behind a space, in a phrase, in addresses and in other words", () => {
    for (const text of ["", "tea", "from:  Ann", "\"tea in:Kit", "http://x", "xfrom:Ann", "note:me", "from:\"Ann\" tea"]) assert.equal(at(text), null, text);
  });

  it("is the last of several colons, and none of a word that no filter is called", () => {
    assert.deepEqual(at("note: from:An"), { kind: "person", query: "An", start: 6, end: 13 });
    assert.deepEqual(at("https://example.org in:Ki"), { kind: "room", query: "Ki", start: 20, end: 25 });
    assert.deepEqual(at("from:Ann in:Kit"), { kind: "room", query: "Kit", start: 9, end: 15 });
    assert.equal(at("constructor:foo"), null);
  });

  it("leaves the rest where it is taken out", () => {
    assert.deepEqual(without("tea from:An with milk", { start: 4, end: 11 }), { text: "tea with milk", caret: 3 });
    assert.deepEqual(without("from:An", { start: 0, end: 7 }), { text: "", caret: 0 });
    assert.deepEqual(without("from:An tea", { start: 0, end: 7 }), { text: "tea", caret: 0 });
  });
});

const people = [{ id: 1, name: "Ann" }, { id: 2, name: "Ann Lee" }, { id: 3, name: "小林 一茶" }, { id: 4, name: "Élodie" }, { id: 5, name: "me", shown: "Ada" }, { id: 6, name: "Bo" }, { id: 7, name: "bo" }];
const rooms = [{ id: 11, name: "Kitchen" }, { id: 12, name: "Garden party" }, { id: 13, name: "قاعة الشاي" }];
const reading = (text) => read(text, { people, rooms, today: "2026-11-28" });

describe("a search that was typed", () => {
  it("has words beside filters, wherever these stand", () => {
    assert.deepEqual(reading("green tea"), { text: "green tea", found: {}, unknown: [], rest: "green tea" });
    assert.deepEqual(reading("green has:image tea"), { text: "green tea", found: { has: "image" }, unknown: [], rest: "green tea" });
    assert.deepEqual(reading("hat:Bilder tee").found, { has: "image" });
    assert.deepEqual(reading("mit:datei tee").found, { has: "file" });
    assert.deepEqual(reading("has:links tea").found, { has: "link" });
  });

  it("takes the longest name that fits, of several words and of any script", () => {
    assert.deepEqual(reading("from:Ann tea"), { text: "tea", found: { person: { id: 1, name: "Ann" } }, unknown: [], rest: "tea" });
    assert.deepEqual(reading("from:ann lee tea").found.person.id, 2);
    assert.equal(reading("from:ann  lee  tea").text, "tea");
    assert.equal(reading("from:elodie tea").found.person.id, 4);
    assert.equal(reading("from:小林 一茶 俳句").found.person.id, 3);
    assert.equal(reading("from:小林 一茶 俳句").text, "俳句");
    assert.equal(reading("in:قاعة الشاي شاي").found.room.id, 13);
    assert.deepEqual(reading("in:\"Garden party\" from:me cake"), {
      text: "cake", found: { room: { id: 12, name: "Garden party" }, person: { id: 5, name: "Ada" } }, unknown: [], rest: "cake",
    });
  });

  it("names those that it does not know, and those that it cannot tell apart", () => {
    assert.deepEqual(reading("from:Zoe tea has:image"), { text: "tea", found: { has: "image" }, unknown: [{ kind: "person", value: "Zoe" }], rest: "from:Zoe tea" });
    assert.deepEqual(reading("in:\"Nowhere at all\" tea").unknown, [{ kind: "room", value: "Nowhere at all" }]);
    assert.deepEqual(reading("from:Bo tea").unknown, [{ kind: "shared", value: "Bo" }]);
    assert.deepEqual(reading("has:wings tea").unknown, [{ kind: "has", value: "wings" }]);
    assert.deepEqual(reading("from: tea"), { text: "tea", found: {}, unknown: [], rest: "from: tea" });
  });

  it("knows days in several ways, and leaves what is none as words", () => {
    assert.deepEqual(reading("since:2026-11-01 tea").found, { since: "2026-11-01" });
    assert.deepEqual(reading("seit:1.11.2026 bis:3.11. tee").found, { since: "2026-11-01", until: "2026-11-03" });
    assert.deepEqual(reading("on:yesterday tea").found, { since: "2026-11-27", until: "2026-11-27" });
    assert.deepEqual(reading("before:2026-03-01 tea").found, { until: "2026-02-28" });
    assert.deepEqual(reading("after:31.12.2025 tea").found, { since: "2026-01-01" });
    assert.deepEqual(reading("bis:24.12. tee").found, { until: "2025-12-24" });
    assert.deepEqual(reading("bis:24.12 tee").found, { until: "2025-12-24" });
    assert.deepEqual(reading("on:27.11.26 tea").found, { since: "2026-11-27", until: "2026-11-27" });
    assert.deepEqual(reading("since:2026/11/01 tea").found, { since: "2026-11-01" });
    for (const text of ["since:lunch tea", "am:die x", "note: on:time"]) assert.equal(reading(text).text, text);
  });

  it("knows weekdays, months and years, the last ones that there were", () => {
    // That is a Saturday.
    assert.deepEqual(reading("on:monday x").found, { since: "2026-11-23", until: "2026-11-23" });
    assert.deepEqual(reading("am:Samstag x").found, { since: "2026-11-28", until: "2026-11-28" });
    assert.deepEqual(reading("on:sun x").found, { since: "2026-11-22", until: "2026-11-22" });
    assert.deepEqual(reading("before:2026-11 x").found, { until: "2026-10-31" });
    assert.deepEqual(reading("bis:november x").found, { until: "2026-11-30" });
    assert.deepEqual(reading("on:dezember x").found, { since: "2025-12-01", until: "2025-12-31" });
    assert.deepEqual(reading("after:Feb x").found, { since: "2026-03-01" });
    assert.deepEqual(reading("on:2.2024 x").found, { since: "2024-02-01", until: "2024-02-29" });
    assert.deepEqual(reading("after:2024 until:2025 x").found, { since: "2025-01-01", until: "2025-12-31" });
  });

  it("names numbers that are no day, and days that there never are", () => {
    for (const text of ["before:11/05/2026", "on:2026-02-30", "am:31.4.2026", "until:2026-13", "on:0"])
      assert.deepEqual(reading(`${text} x`).unknown, [{ kind: "day", value: text }], text);
  });

  it("leaves phrases and what is not wanted as they are", () => {
    for (const text of ["\"tea in:Kitchen\"", "tea -milk", "-\"hot milk\" tea", "„grüner Tee“", "say \"from:Ann"])
      assert.deepEqual(reading(text), { text, found: {}, unknown: [], rest: text });
  });

  it("takes long and hostile texts in their length", () => {
    for (const text of ["from:a ".repeat(2_000), "\"".repeat(5_000), "in:".repeat(3_000), "-".repeat(9_000), `from:${"a ".repeat(4_000)}`]) {
      const begun = performance.now();
      reading(text);
      assert.ok(performance.now() - begun < 1_500);
    }
  });

  it("can be made wider", () => {
    assert.equal(withoutUnwanted("tea -milk -\"hot water\" well-known"), "tea well-known");
    assert.equal(withoutQuotes("„grüner Tee“ -\"hot milk\""), "grüner Tee - hot milk");
  });
});

it("searches are the same where nothing of them differs but spaces and the names of people", () => {
  const search = { ...emptySearch, text: "tea", person: { id: 1, name: "Ann" } };
  assert.ok(isSame(search, { ...search, text: " tea", person: { id: 1, name: "Anna" } }));
  assert.ok(!isSame(search, { ...search, has: "file" }));
  assert.ok(!isSame(search, { ...search, person: null }));
  assert.ok(hasFilters(search) && !hasFilters({ ...emptySearch, text: "tea" }));
});

describe("a filter that cannot be meant", () => {
  const known = { people: [{ id: 1, name: "Ben" }, { id: 2, name: "ben" }, { id: 3, name: "Ben Li" }], today: "2026-11-28" };

  it("is that of several by one name", () => {
    assert.deepEqual(read("from:Ben tea", known).unknown, [{ kind: "shared", value: "Ben" }]);
    assert.deepEqual(read("from:Ben Li tea", known).found, { person: { id: 3, name: "Ben Li" } });
  });

  it("is one behind a minus", () => {
    assert.deepEqual(read("tea -has:file", known), { text: "tea", found: {}, unknown: [{ kind: "minus", value: "-has:file" }], rest: "tea -has:file" });
    assert.equal(read("tea -note:lunch", known).text, "tea -note:lunch");
  });

  it("is a day far from today, and the 29th of February is that of the last leap year", () => {
    for (const text of ["after:9999-12-31", "before:0000-01-01"]) assert.deepEqual(read(`${text} x`, known).unknown, [{ kind: "day", value: text }]);
    assert.deepEqual(read("on:29.2. x", known).found, { since: "2024-02-29", until: "2024-02-29" });
  });

  it("is none by a word of the language that this is written in", () => {
    assert.deepEqual(read("constructor:2026-11-01 x", known), { text: "constructor:2026-11-01 x", found: {}, unknown: [], rest: "constructor:2026-11-01 x" });
  });
});

it("a text has a word where something of it can be looked for", () => {
  for (const text of ["tea", "-milk tea", "\u4f1a", "3"]) assert.ok(hasWord(text), text);
  for (const text of ["", "-milk", "\u{1F389}", "\"", "...", "-\"hot milk\""]) assert.ok(!hasWord(text), text);
});

it("the sign of Hebrew abbreviations opens no phrase", () => {
  const found = { person: { id: 2, name: "Ben" } };
  const known = { people: [{ id: 2, name: "Ben" }, { id: 3, name: "\u05de\"\u05de" }], today: "2026-11-28" };
  const report = "\u05d3\u05d5\"\u05d7";
  assert.deepEqual(read(`${report} from:Ben`, known), { text: report, found, unknown: [], rest: report });
  assert.equal(read("from:\u05de\"\u05de x", known).found.person.id, 3);
  assert.deepEqual(at(`${report} from:Be`), { kind: "person", query: "Be", start: 5, end: 12 });
  assert.deepEqual([withoutQuotes(report), withoutQuotes(`"${report} x"`), withoutUnwanted(`tea -${report}`)], [report, `${report} x`, "tea"]);
});

describe("what people type who come from other chats", () => {
  const own = [{ id: 1, name: "Mara Lee" }, { id: 2, name: "Ben" }, { id: 3, name: "Ben Ott" }, { id: 4, name: "Me", shown: "Ada" }];
  const halls = [{ id: 11, name: "Kitchen" }, { id: 12, name: "dev-backend" }, { id: 13, name: "dev-web" }];
  const reading = (typed) => read(typed, { people: own, rooms: halls, today: "2026-11-28" });

  it("is understood with signs before names, a space after the colon, and the beginning of a name", () => {
    assert.equal(reading("tea from:@ben").found.person.id, 2);
    assert.equal(reading("in:#kitchen tea").found.room.id, 11);
    assert.deepEqual(reading("from: me tea"), { text: "tea", found: { person: { id: 4, name: "Ada" } }, unknown: [], rest: "tea" });
    assert.deepEqual(reading("has: image before: 2026-11-01 x").found, { has: "image", until: "2026-10-31" });
    assert.equal(reading("from:mara tea").found.person.id, 1);
    assert.deepEqual(reading("in:dev tea").unknown, [{ kind: "room", value: "dev" }]);
    assert.deepEqual(reading("from:mar tea").unknown, [{ kind: "person", value: "mar" }]);
  });
});
