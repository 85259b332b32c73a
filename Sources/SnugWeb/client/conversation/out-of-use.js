// A room of two whose other one's account is out of use: nobody reads any more, as a line in the composer's place says.
import { el } from "../ui/dom.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";

/// Promises the line, which stands once its words are here.
export async function showOutOfUse(composer, header) {
  await learnTalkWords();
  const line = el("p", { class: "composer out-of-use quiet" }, words.nobodyReads);
  composer.root.after(line);
  header.outOfUse = words.personDeactivated;
  header.render();
  return line;
}
