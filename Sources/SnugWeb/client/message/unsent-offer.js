// The offer of what was written for a room that one is not in any more.
import { textsOf } from "../models/drafts.js";
import { copy } from "../ui/clipboard.js";
import { words } from "../words/words.js";

/// `unsent` are the outbox's entries, `drafts` pairs of a room's number and its draft. All of it stays kept until its
/// writer has the texts, or puts it away. Files alone are on the device already, and need no offer.
export function offerUnsent({ sentence, unsent, drafts, chat, kept, offers, toast }) {
  const texts = [...unsent.map(({ content }) => content), ...drafts.flatMap(([, draft]) => textsOf(draft))].filter(Boolean);
  const letGo = () => {
    chat.outbox.putAway(unsent.map(({ clientId }) => clientId));
    for (const [id, draft] of drafts) kept.letGo(id, draft);
  };
  if (!texts.length) {
    letGo();
    return toast.say(sentence);
  }
  offers.add({
    sentence, take: words.copyText, putAway: words.discard, onPutAway: letGo,
    onTaken: async () => {
      const isCopied = await copy(texts.join("\n\n"));
      toast.say(isCopied ? words.copied : words.notCopied);
      if (isCopied) letGo();
      return isCopied;
    },
  });
}
