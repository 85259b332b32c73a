import assert from "node:assert/strict";
import { it } from "node:test";
import { counter } from "../../Sources/SnugWeb/client/text/counting.js";
import { directionOf } from "../../Sources/SnugWeb/client/text/language.js";

it("a number has the form of its noun that the language has for it, of however many", () => {
  const english = counter("en");
  assert.deepEqual([0, 1, 2].map((n) => english(n, "day", "days")), ["0 days", "1 day", "2 days"]);
  const polish = counter("pl", ["one", "few", "many", "other"]);
  assert.deepEqual([1, 3, 5, 22].map((n) => polish(n, "dzień", "dni", "dni.", "dnia")), ["1 dzień", "3 dni", "5 dni.", "22 dni"]);
});

it("a page is written in the direction of its language", () => {
  assert.deepEqual(["en", "de", "ar", "he"].map(directionOf), ["ltr", "ltr", "rtl", "rtl"]);
});
