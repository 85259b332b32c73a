// The emoji picker at the composer.
import { showMenu } from "../choices/menu.js";
import { emojiPicker } from "../emoji/emoji-picker.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";

export async function pickEmoji(anchor, onPick) {
  await learnTalkWords();
  const picker = await emojiPicker({
    onPick(emoji) {
      menu.close(false);
      onPick(emoji);
    },
  });
  const menu = showMenu({ anchor, label: words.emoji });
  menu.fill(picker);
}
