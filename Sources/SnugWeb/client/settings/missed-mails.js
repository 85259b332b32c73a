// The setting of mails about what one has missed. Kept by the server; it mails nobody without a relay.
import { show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { check, kept } from "../choices/switches.js";

export function missedMailsSection({ chat, site, toast }) {
  const mails = check(words.missedMailsOn, chat.me.mails_missed !== false, async () => {
    if (!await kept({ chat, toast, change: { mails_missed: mails.box.checked } })) mails.box.checked = !mails.box.checked;
  }, words.missedMailsHint);
  const root = section(words.missedMails, mails.root);
  show(root, site?.mail !== false);
  return root;
}
