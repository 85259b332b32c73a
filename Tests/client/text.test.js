import assert from "node:assert/strict";
import { it } from "node:test";
import { initials, isEmojiAlone, withoutControls } from "../../Sources/SnugWeb/client/text/text.js";

it("initials suit names of any script", () => {
  assert.deepEqual(["Ada Lovelace", "ben", "דניאל לוי", "Mina 🌿", "(the) Band", "🌿", "", "Élodie de la Tour"].map(initials),
    ["AL", "B", "דל", "M", "TB", "·", "·", "ÉT"]);
});

it("up to three emoji alone are large", () => {
  for (const text of ["🍎", "👍🏽 ❤️", "👩‍👩‍👧‍👦🇫🇷🎉"]) assert.equal(isEmojiAlone(text), true, text);
  for (const text of ["", "🍎🍏🍐🍊", "yes 🍎", "1", "#", "ok"]) assert.equal(isEmojiAlone(text), false, text);
});

it("a text loses what nobody sees, not its lines", () => {
  assert.equal(withoutControls("a\u0001\tb\n\u0000\u001bc\u007f é 👩‍👧"), "a\tb\nc é 👩‍👧");
});
