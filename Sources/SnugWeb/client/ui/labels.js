// One-line labels of rooms and messages.
import { kindOf } from "../text/file-kind.js";
import { plainText } from "../text/markdown.js";
import { timeWithin } from "./time.js";
import { words } from "../words/words.js";

export const roomName = (room) => room?.name || words.untitled;

const signs = { picture: "📷", video: "🎬", audio: "🎵", file: "📎" };

/// The texts of messages that were shown, kept with them: a list is drawn more often than its messages change.
const texts = new WeakMap();

export function messageText(message) {
  if (!texts.has(message)) texts.set(message, textOf(message));
  return texts.get(message);
}

/// A message in a line: its text, behind the sign of its files, or what they are. Those of one that waits are `files`.
function textOf({ content, deleted_at: deletedAt, attachments = [], files = attachments }) {
  if (deletedAt) return words.deleted;
  const text = content.trim() && (plainText(content) || content);
  if (!files.length) return text;
  const kinds = new Set(files.map(kindOf));
  const kind = kinds.size === 1 ? [...kinds][0] : "file";
  return `${signs[kind]} ${text || words.saysFiles[kind](files.length, files[0].name)}`;
}

/// "Ann: hi", of someone else's message; in a direct room it needs no name.
export function preview(room, message, { people }) {
  if (!message) return words.nothingYet;
  const text = messageText(message);
  const name = room.kind === "direct" ? null : people.name(message.user_id);
  return name ? words.preview(name, text) : text;
}

/// "Online", "Last seen today"; null if nothing is known. A word of theirs in `messages` is a sign of life too.
export function presence(id, { people, messages, now = Date.now() }) {
  if (people.isOnline(id)) return words.online;
  const lastSeen = people.lastSeen(id);
  if (!lastSeen) return null;
  const said = messages.findLast(({ user_id: author }) => author === id);
  return words.lastSeen(timeWithin(Math.max(Date.parse(lastSeen), said ? Date.parse(said.timestamp) : 0), now));
}
