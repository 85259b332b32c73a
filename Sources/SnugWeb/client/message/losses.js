// The words for what is lost: rooms that one is in no longer, with the offer of what was written for them; answers and
// deletions of messages of a log that the server has no more.
import { textsOf } from "../models/drafts.js";
import { copy } from "../ui/clipboard.js";
import { roomName } from "../ui/labels.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";
import { leftSentence } from "./passing-notices.js";

export class Losses {
  #chat;
  #drafts;
  #offers;
  #toast;
  /// The drafts of rooms that are gone, once they are offered.
  #offered = new WeakSet();

  constructor({ chat, drafts, offers, toast }) {
    this.#chat = chat;
    this.#drafts = drafts;
    this.#offers = offers;
    this.#toast = toast;
  }

  /// A text that was written for the room and not sent is its writer's: it can be taken along. `how`: see chat.js.
  async left({ roomId, room, unsent, how, isShown }) {
    await learnTalkWords();
    if (!this.#offer(words.roomGoneUnsent(roomName(room)), unsent, [roomId]) && how) this.#sayLeft(room, how, isShown);
  }

  /// The same at the start, of rooms that are not known any more.
  async stranded({ unsent, roomIds }) {
    await learnTalkWords();
    this.#offer(words.roomsGoneUnsent, unsent, roomIds);
  }

  /// Drafts that answered or edited a message are plain from now on.
  async draftsPlain() {
    await learnTalkWords();
    this.#toast.say(words.draftPlain);
  }

  /// A message whose deletion waited stays.
  async deletionDropped() {
    await learnTalkWords();
    this.#toast.say(words.deletionDropped);
  }

  /// Of a room that one was taken out of, its name; of one's own leaving elsewhere, where it is in sight.
  async #sayLeft(room, how, isShown) {
    if (how.reason && (isShown || how.reason !== "left")) this.#toast.say(await leftSentence(this.#chat, room, how));
    else if (isShown) this.#toast.say(words.roomGone);
  }

  /// `unsent` are the outbox's entries. They and the drafts stay kept until their writer has the texts, or puts them
  /// away. Files alone are on the device already, and need no offer. Gives true if there was something to offer.
  #offer(sentence, unsent, roomIds) {
    const gone = roomIds.map((id) => [id, this.#drafts.get(id)]);
    for (const [id, draft] of gone) if (!textsOf(draft).length) this.#drafts.letGo(id, draft);
    const drafts = gone.filter(([, draft]) => !this.#offered.has(draft) && textsOf(draft).length);
    if (!unsent.length && !drafts.length) return false;
    for (const [, draft] of drafts) this.#offered.add(draft);
    const texts = [...unsent.map(({ content }) => content), ...drafts.flatMap(([, draft]) => textsOf(draft))].filter(Boolean);
    const letGo = () => {
      this.#chat.outbox.putAway(unsent.map(({ clientId }) => clientId));
      for (const [id, draft] of drafts) this.#drafts.letGo(id, draft);
    };
    if (texts.length) this.#offerTexts(sentence, texts, letGo);
    else {
      letGo();
      this.#toast.say(sentence);
    }
    return true;
  }

  #offerTexts(sentence, texts, letGo) {
    this.#offers.add({
      sentence, take: words.copyText, putAway: words.discard, onPutAway: letGo,
      onTaken: async () => {
        const isCopied = await copy(texts.join("\n\n"));
        this.#toast.say(isCopied ? words.copied : words.notCopied);
        if (isCopied) letGo();
        return isCopied;
      },
    });
  }
}
