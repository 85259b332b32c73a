import assert from "node:assert/strict";
import { it } from "node:test";
import { codeIn } from "../../Sources/SnugWeb/client/entry/code.js";

it("finds the code in what people paste", () => {
  for (const text of [
    "012345", " 012 345 ", "012-345", "Your code is 012 345", "Your code is 012345.", "Snug: 012345 is your code",
    "０１２３４５", "0 1 2 3 4 5", "Sent 2026-11-22 at 16:03, valid for 10 minutes: 012345", "012\u00a0345",
  ]) assert.equal(codeIn(text), "012345", text);
});

it("takes nothing else for a code", () => {
  for (const text of ["", "12345", "1234567", "Call 555-0123", "2026-11-22", "hello", "12 34", "123 4567"])
    assert.equal(codeIn(text), null, text);
});
