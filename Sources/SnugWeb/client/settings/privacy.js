// The settings of how much others see of oneself: being here, reading, typing.
import { check, kept } from "../choices/switches.js";
import { preferences } from "../text/preferences.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

export function privacySection({ chat, toast }) {
  const shown = (name, label, hint) => {
    const { root, box } = check(label, chat.me[name] !== false, async () => {
      if (!await kept({ chat, toast, change: { [name]: box.checked } })) box.checked = !box.checked;
    }, hint);
    return root;
  };
  const typing = check(words.typingTold, preferences.get("typing") === "told", () =>
    preferences.set("typing", typing.box.checked ? "told" : "kept"), words.holdsHere);
  return section(words.privacy,
    shown("shows_presence", words.presenceShown, words.presenceHint),
    shown("shows_reading", words.readingShown, words.readingHint),
    typing.root);
}
