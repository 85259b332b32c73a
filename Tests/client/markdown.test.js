import assert from "node:assert/strict";
import { Session } from "node:inspector/promises";
import { describe, it } from "node:test";
import { setFlagsFromString } from "node:v8";
import { placeWithin } from "../../Sources/SnugWeb/client/text/link.js";
import { isMentioned, parse, plainText } from "../../Sources/SnugWeb/client/text/markdown.js";

/// Generous: the engine was told not to optimise by the test before.
const momentMilliseconds = 150;
const people = [{ id: 1, name: "Ann" }, { id: 2, name: "Ann Lee" }, { id: 3, name: "דניאל" }];

/// The tree in one line: *bold*, /italic/, `code`, <href|text (host)>, {mention}.
function brief(inlines) {
  return inlines.map((inline) => ({
    text: () => inline.text,
    code: () => `\`${inline.text}\``,
    bold: () => `*${brief(inline.inlines)}*`,
    italic: () => `/${brief(inline.inlines)}/`,
    link: () => `<${inline.href}|${shown(inline)}>`,
    mention: () => `{${inline.userIds}${inline.text}}`,
  })[inline.type]()).join("");
}
const shown = ({ inlines, host }) => brief(inlines) + (host === null ? "" : ` (${host})`);
const line = (text) => brief(parse(text, people)[0]?.inlines ?? []);
const links = (inlines) => inlines.flatMap((inline) => (inline.type === "link" ? [shown(inline)] : links(inline.inlines ?? [])));
const linksIn = (text) => links(parse(text).flatMap((block) => block.inlines ?? []));

/// The characters that searches in texts go through during the work.
function searchedCharacters(work) {
  let searched = 0;
  const { indexOf, includes } = String.prototype;
  const { exec } = RegExp.prototype;
  String.prototype.indexOf = function (sought, from = 0) {
    const found = indexOf.call(this, sought, from);
    searched += (found < 0 ? this.length : found) - from;
    return found;
  };
  String.prototype.includes = function (sought, from = 0) {
    return this.indexOf(sought, from) >= 0;
  };
  RegExp.prototype.exec = function (text) {
    const found = exec.call(this, text);
    searched += this.sticky ? (found?.[0].length ?? 1) : text.length;
    return found;
  };
  try {
    work();
  } finally {
    Object.assign(String.prototype, { indexOf, includes });
    RegExp.prototype.exec = exec;
  }
  return searched;
}

describe("within a line", () => {
  it("are bold, italic and code", () => {
    assert.equal(line("a **b** c"), "a *b* c");
    assert.equal(line("__b__ and *i* and _i_"), "*b* and /i/ and /i/");
    assert.equal(line("so **very *much* so**!"), "so *very /much/ so*!");
    assert.equal(line("`**x**` stays"), "`**x**` stays");
  });

  it("what only looks like a mark is text", () => {
    for (const text of ["2*3*4", "snake_case_name", "* alone", "a * b * c", "**open", "``", "`open", "5 * 3 = 15 *", "_ _", "****"])
      assert.equal(brief(parse(`x ${text}`)[0].inlines), `x ${text}`, text);
  });

  it("names in the room are mentions, the longest that fits", () => {
    assert.equal(line("@Ann Lee and @ann, not @Anna or x@Ann"), "{2@Ann Lee} and {1@ann}, not @Anna or x@Ann");
    assert.equal(line("@דניאל!"), "{3@דניאל}!");
    assert.equal(line("**@Ann**"), "*{1@Ann}*");
  });
});

describe("links", () => {
  it("end before the sentence does", () => {
    assert.deepEqual(linksIn("See https://example.org/a. And https://b.example!"), ["https://example.org/a", "https://b.example"]);
    assert.deepEqual(linksIn("(https://example.org/a)"), ["https://example.org/a"]);
    assert.deepEqual(linksIn("https://example.org/Swift_(bird)"), ["https://example.org/Swift_(bird)"]);
    assert.deepEqual(linksIn("**https://example.org/a**"), ["https://example.org/a"]);
  });

  it("may have words", () => {
    assert.equal(line("the [recipe](https://example.org/a) is here"), "the <https://example.org/a|recipe> is here");
  });

  it("show where they lead behind a label that names another place", () => {
    const misleading = [
      "https://bank.example", "bank.example", "Bank.Example/login", "see bank.example", "//bank.example/login", "192.168.1.1", "bank.example.",
      "\u200bbank.example", "bank.example\u200b", "bank\u200b.example", "bank.\u034fexample", "bank.\u3164example", "\u202ebank.example",
      "bank․example", "bank。example", "bank．example", "bank·example", "bank\u200a.example", "ｂａｎｋ.ｅｘａｍｐｌｅ", "bank.example@evil.example",
      "https://bank.example@evil.example", "evil.example bank.example", "evil.example.bank.example", "bänk.example", "Node.js", "💩.example",
    ];
    for (const label of misleading)
      assert.deepEqual(linksIn(`[${label}](https://evil.example/a)`), [`${label} (evil.example)`], label);
    const honest = [
      ["example.org", "https://example.org/a"], ["www.example.org", "https://example.org/a"], ["example.org", "https://www.example.org/"],
      ["https://example.org/a.html", "https://example.org/a.html"], ["Example.org/a", "https://example.org/a"], ["the plan", "https://example.org/"],
      ["exämple.org", "https://exämple.org/"], ["Read it. Now…", "https://example.org/"], ["at example.org, they say", "https://example.org/"],
    ];
    for (const [label, address] of honest) assert.deepEqual(linksIn(`[${label}](${address})`), [label], label);
  });

  it("within this site are known by their place", () => {
    const site = "https://chat.example";
    assert.equal(placeWithin("https://chat.example/#/room/7/message/42", site), "#/room/7/message/42");
    for (const other of ["https://other.example/#/room/7", "http://chat.example/#/room/7", "https://chat.example/invite#a", "https://chat.example/"])
      assert.equal(placeWithin(other, site), null, other);
  });

  it("are http and https alone, with words or without", () => {
    for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "www.example.org", "vbscript:x"]) {
      assert.deepEqual(linksIn(text), [], text);
      assert.deepEqual(linksIn(`[a](${text})`), [], text);
    }
  });
});

describe("blocks", () => {
  const types = (text) => parse(text).map((block) => block.type);

  it("are text, quotes, lists and code", () => {
    assert.deepEqual(types("Hi\n> said\n> so\n- a\n- b\n1. c\n```\nx\n```\nend"), ["text", "quote", "list", "list", "code", "text"]);
  });

  it("lists know their numbers", () => {
    const [list] = parse("3. a\n4. b");
    assert.deepEqual([list.isOrdered, list.start, list.items.map(brief)], [true, 3, ["a", "b"]]);
  });

  it("code is taken as it is, and a fence that is not closed is text", () => {
    assert.equal(parse("```js\nif (a) {\n  *b*\n}\n```")[0].text, "if (a) {\n  *b*\n}");
    assert.deepEqual(types("```\nnever closed"), ["text"]);
  });

  it("keep line breaks within a text, and drop empty lines around it", () => {
    assert.equal(brief(parse("\n\na\n\nb\n\n")[0].inlines), "a\n\nb");
    assert.deepEqual(parse(" \n "), []);
  });
});

it("someone is mentioned by name, wherever in the text, and by calling everyone", () => {
  const ann = { id: 1, name: "Ann" };
  for (const text of ["hi @ann", "- **@Ann**", "> @Ann said", "@room: cake!"]) assert.equal(isMentioned(text, ann), true, text);
  for (const text of ["Ann", "a@Ann.example", "`@Ann`", "@Anna", "@rooms"]) assert.equal(isMentioned(text, ann), false, text);
});

it("a preview has the words without the marks, in one line", () => {
  assert.equal(plainText("> so\n**Yes**, see [the plan](https://example.org):\n- a\n- b\n```\nx = 1\n```"), "so Yes, see the plan: a, b x = 1");
});

describe("the work on a message", () => {
  const seeds = ["*", "_", "`", "[", "](", "@", "**a ", "*a", "[a](", "[a.b](https://c.d) ", "http", "https://) ", "> ", "- a\n", "```\n", "```js\n", "*a **b _c "];

  /// The steps of parsing that many characters: blocks of code that ran, and characters that were searched through.
  async function steps(session, seed, length) {
    const text = seed.repeat(Math.ceil(length / seed.length)).slice(0, length);
    await session.post("Profiler.takePreciseCoverage");
    const searched = searchedCharacters(() => parse(text, people));
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const own = result.filter(({ url }) => url.includes("/client/text/"));
    const ran = own.flatMap(({ functions }) => functions).flatMap(({ ranges }) => ranges);
    return searched + ran.reduce((sum, { count }) => sum + count, 0);
  }

  /// The most of several counts: what the engine throws away of its own tables meanwhile is missing in a count, and
  /// nothing is ever counted twice.
  async function most(session, seed, length) {
    let found = 0;
    for (let turn = 0; turn < 2; turn += 1) found = Math.max(found, await steps(session, seed, length));
    return found;
  }

  it("grows as its length does, whatever is in it", async () => {
    // Code that the engine compiles anew, or forgets, would lose its counts.
    setFlagsFromString("--no-opt");
    setFlagsFromString("--no-flush-bytecode");
    const session = new Session();
    session.connect();
    try {
      await session.post("Profiler.enable");
      await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
      for (const seed of seeds) {
        const [half, whole] = [await most(session, seed, 8_192), await most(session, seed, 16_384)];
        assert.ok(half > 0 && whole <= 2.2 * half, `${seed}: ${half} steps for half of it, ${whole} for all`);
        assert.ok(whole <= 100 * 16_384, `${seed}: ${whole} steps`);
      }
    } finally {
      session.disconnect();
    }
  });

  it("is done in a moment, whatever fills a whole message", () => {
    const crowd = Array.from({ length: 1_000 }, (_, index) => ({ id: index, name: `Person ${index}` }));
    for (const piece of [" ", "\n ", ".", ")", "@", "[", "`", "*a", "_", "👍🏽", "\u0301", "@a\u0301 ", "http://a "]) {
      const text = `http://a${piece.repeat(16_000 / piece.length)}z`;
      // The best of several: others use this machine too.
      const took = Math.min(...Array.from({ length: 5 }, () => {
        const start = performance.now();
        parse(text, crowd);
        plainText(text);
        return performance.now() - start;
      }));
      assert.ok(took < momentMilliseconds, `${JSON.stringify(piece)}: ${took.toFixed(0)} ms`);
    }
  });
});
