import assert from "node:assert/strict";
import { it } from "node:test";
import { initials, isEmojiAlone } from "../../Sources/SnugWeb/client/text/text.js";

it("initials suit names of any script", () => {
  assert.deepEqual(["Ada Lovelace", "ben", "דניאל לוי", "Mina 🌿", "(the) Band", "🌿", "", "Élodie de la Tour"].map(initials),
    ["AL", "B", "דל", "M", "TB", "·", "·", "ÉT"]);
});

it("up to three emoji alone are large", () => {
  for (const text of ["🍎", "👍🏽 ❤️", "👩‍👩‍👧‍👦🇫🇷🎉"]) assert.equal(isEmojiAlone(text), true, text);
  for (const text of ["", "🍎🍏🍐🍊", "yes 🍎", "1", "#", "ok"]) assert.equal(isEmojiAlone(text), false, text);
});
