// The comings and goings in a room, said in the room while this page stands, and nowhere kept; and the sentence for one
// who is in a room no longer.
import { roomName } from "../ui/labels.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";

const noticesMax = 30;
let notices = 0;

/// Notes something that happened behind the message of the number `after`, `{roomId, kind, userId, by, name, after}`;
/// `kind` is "joined", "added", "left", "removed" or "roomRenamed". Of several who did the same one after the other
/// there is one notice.
export async function notePassing(chat, { roomId, kind, userId, by, name, after }) {
  await learnTalkWords();
  const room = chat.room(roomId);
  if (!room || room.kind === "direct") return;
  const { epoch } = chat;
  const list = (chat.notices.get(roomId) ?? []).filter((each) => each.epoch === epoch);
  const last = list.at(-1);
  const isMore = userId !== undefined && last?.kind === kind && last.by === by && last.after === after;
  const userIds = isMore ? [...new Set([...last.userIds, userId])] : [userId];
  const next = {
    id: isMore ? last.id : ++notices, epoch, after, at: Date.now(), kind, by, userIds,
    text: kind === "roomRenamed" ? words.roomRenamed(name) : sentence(chat, kind, userIds, by),
  };
  chat.notices.set(roomId, [...isMore ? list.slice(0, -1) : list, next].slice(-noticesMax));
  chat.emit("log", { roomId });
}

function sentence(chat, kind, userIds, by) {
  const names = userIds.map((id) => chat.people.name(id) ?? words.someone);
  if (by === chat.me.id) return { added: words.youAdded, removed: words.youRemoved }[kind](names);
  return words[kind](names, nameOf(chat, by));
}

const nameOf = (chat, by) => (by === undefined || by === chat.me.id ? null : chat.people.name(by) ?? words.someone);

/// The reason that one is no longer in a room, `{reason, by, name}` as the server tells it.
export async function leftSentence(chat, room, { reason, by, name }) {
  await learnTalkWords();
  const title = name || roomName(room);
  if (reason === "removed") return words.youWereRemoved(title, nameOf(chat, by));
  return reason === "deleted" ? words.roomWasDeleted(title, nameOf(chat, by)) : words.youLeft(title);
}
