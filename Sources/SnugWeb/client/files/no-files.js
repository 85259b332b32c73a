// The word for whoever drops or pastes a file.
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";

export async function sayNoFiles(toast) {
  await learnTalkWords();
  toast.say(words.noFiles);
}
