import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { altCharactersFor, fittingName, limitsInWords, limitsOf, refusalOf } from "../../Sources/SnugWeb/client/files/limits.js";
import { words as german } from "../../Sources/SnugWeb/client/words/sending/de.js";
import { words as english } from "../../Sources/SnugWeb/client/words/sending/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

const plain = (text) => text.replace(/[\u2068\u2069]/g, "").replace(/\u00a0/g, " ");
const megabyte = 2 ** 20;

/// A page whose server says this of itself.
function told(t, site) {
  t.mock.method(globalThis, "fetch", async () => {
    if (!site) throw new TypeError("No line");
    return new Response(JSON.stringify(site), { headers: { "Content-Type": "application/json" } });
  });
}

const chatWith = (storage) => ({ me: { storage }, lookAtMe: async () => {} });

it("the bounds are the server's, and unknown without it", async (t) => {
  words.refusal = () => "";
  words.refused = () => "";
  told(t, { upload_max_bytes: 5 });
  assert.deepEqual(await limitsOf(chatWith({ used: 3, max: 10 })), { max: 5, left: 7 });
  assert.deepEqual(await limitsOf(chatWith({ used: 12, max: 10 })), { max: 5, left: 0 });
  assert.deepEqual(await limitsOf(chatWith(undefined)), { max: 5, left: null });
});

it("they are said in words, each as far as it is known", () => {
  Object.assign(words, english);
  assert.equal(plain(limitsInWords({ max: 25 * megabyte, left: 840 * megabyte })), "Up to 25 MB a file · 840 MB left for your files");
  assert.equal(limitsInWords({ max: null, left: null }), "");
});

it("a file beyond them is refused with the reason, and what can be done", () => {
  for (const language of [english, german]) {
    Object.assign(words, language);
    const limits = { max: 25 * megabyte, left: 30 * megabyte };
    const of = (size, others) => refusalOf({ name: "sea.mov", size }, limits, others);
    assert.equal(of(0), language.fileEmpty("sea.mov"));
    assert.ok(plain(of(80 * megabyte)).includes("80 MB") && plain(of(80 * megabyte)).includes("25 MB"));
    assert.ok(plain(of(20 * megabyte, 20 * megabyte)).includes("10 MB"), of(20 * megabyte, 20 * megabyte));
    assert.deepEqual([of(25 * megabyte), of(10 * megabyte, 20 * megabyte)], [null, null]);
    assert.equal(refusalOf({ name: "sea.mov", size: 80 * megabyte }, { max: null, left: null }), null);
  }
});

it("a name that is too long for the server is cut, and keeps its ending", () => {
  const bytes = (text) => new TextEncoder().encode(text).length;
  assert.equal(fittingName("notes.txt"), "notes.txt");
  for (const name of [`${"ф".repeat(140)}.pdf`, `${"中".repeat(100)}.pdf`, `${"👩‍🚀".repeat(40)}.pdf`, `${"a".repeat(252)}.pdf`]) {
    const fitting = fittingName(name);
    assert.ok(bytes(fitting) <= 255 && bytes(fitting) > 250 && fitting.endsWith(".pdf") && fitting.isWellFormed(), fitting);
  }
  assert.equal(bytes(fittingName(`a.${"b".repeat(300)}`)), 255);
});

it("descriptions of several files have the room of one message", () => {
  const described = (count, letter) => Array.from({ length: count }, () => ({ alt: letter.repeat(1_000) }));
  assert.deepEqual([altCharactersFor([]), altCharactersFor([{ alt: undefined }, ...described(5, "a")])], [1_000, 1_000]);
  assert.deepEqual([altCharactersFor(described(6, "a")), altCharactersFor(described(2, "猫"))], [730, 730]);
  assert.equal(altCharactersFor(described(9, "a")), 0);
});
