import "./world.js";
import assert from "node:assert/strict";
import { afterEach, it } from "node:test";
import { messageText, preview } from "../../Sources/SnugWeb/client/ui/labels.js";
import { words as german } from "../../Sources/SnugWeb/client/words/de.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";

const speak = (language) => Object.assign(words, language);
afterEach(() => speak(english));

const photo = { type: "image/jpeg", name: "IMG_1.jpg" };
const film = { type: "video/mp4", name: "holiday.mp4" };
const song = { type: "audio/mpeg", name: "song.mp3" };
const plan = { type: "application/pdf", name: "plan.pdf" };

for (const [attachments, content, inEnglish, inGerman] of [
  [[], "Hello **there**", "Hello there", "Hello there"],
  [[photo], "", "📷 Photo", "📷 Foto"],
  [[photo, photo, photo], "", "📷 3 photos", "📷 3 Fotos"],
  [[film], "", "🎬 Video", "🎬 Video"],
  [[film, film], " ", "🎬 2 videos", "🎬 2 Videos"],
  [[song], "", "🎵 Audio", "🎵 Audio"],
  [[song, song], "", "🎵 2 recordings", "🎵 2 Aufnahmen"],
  [[plan], "", "📎 plan.pdf", "📎 plan.pdf"],
  [[plan, plan], "", "📎 2 files", "📎 2 Dateien"],
  [[photo, plan], "", "📎 2 files", "📎 2 Dateien"],
  [[photo], "The *garden*", "📷 The garden", "📷 The garden"],
  [[photo, plan], "Both", "📎 Both", "📎 Both"],
  [[{ type: "image/heic", name: "a.heic" }], "", "📎 a.heic", "📎 a.heic"],
])
  it(`a message in a line: ${inEnglish}`, () => {
    speak(english);
    assert.equal(messageText({ content, attachments }), inEnglish);
    speak(german);
    assert.equal(messageText({ content, attachments }), inGerman);
    assert.equal(messageText({ content, files: attachments.map((file) => ({ ...file, state: "waiting" })) }), inGerman, "one that waits says the same");
  });

it("a message that was deleted says nothing of its files", () => {
  speak(english);
  assert.equal(messageText({ content: "", deleted_at: "2026-11-28T00:00:00.000Z", attachments: [photo] }), "Message deleted");
});

it("a room's last message is that of its author", () => {
  speak(english);
  const message = { content: "", user_id: 7, attachments: [photo] };
  assert.equal(preview({ kind: "group" }, message, { people: { name: () => "Ann" } }), "Ann: 📷 Photo");
  assert.equal(preview({ kind: "direct" }, message, { people: { name: () => "Ann" } }), "📷 Photo");
});
