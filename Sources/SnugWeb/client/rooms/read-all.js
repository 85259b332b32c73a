// The question before all that is unread, in all rooms, counts as read.
import { unread } from "../logs/room-summary.js";
import { showConfirmation } from "../ui/confirmation.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";

export async function askToReadAll({ chat, toast }) {
  await learnPageWords();
  const rooms = chat.rooms.filter((room) => unread(room) > 0);
  if (!rooms.length) return toast.say(words.allReadAlready);
  return showConfirmation({
    title: words.readAllTitle, submit: words.readAll,
    lead: words.readAllLead(rooms.reduce((sum, room) => sum + unread(room), 0), rooms.length),
    onConfirmed() {
      // As far as the question went: what has come since is not read.
      for (const { id, last_seq: seq } of rooms) chat.markRead(id, seq);
      toast.say(words.allRead);
    },
  });
}
