// The completions that the composer offers: people of the room, rooms, emoji.
import { matching } from "../text/completion.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { words } from "../words/words.js";

const emojiMax = 8;

/// For the `{sign, query}` of a token: a promise of `[{replacement, nodes}]`.
export async function suggestions({ sign, query }, { chat, roomId }) {
  if (sign === "@") return people(query, chat, roomId);
  if (sign === "#") return rooms(query, chat);
  const { emojiIn, findEmoji } = await import("./emoji.js");
  return findEmoji(query, await emojiIn(document.documentElement.lang)).slice(0, emojiMax).map(({ emoji, name }) => ({
    replacement: emoji,
    nodes: [el("span", { class: "completion-emoji" }, emoji), el("span", { class: "ellipsis" }, name.replaceAll("_", " "))],
  }));
}

function people(query, chat, roomId) {
  const members = (chat.members(roomId) ?? []).filter(({ user_id: id }) => id !== chat.me.id);
  const everyone = members.length > 1 ? [{ name: "room", isEveryone: true }] : [];
  return matching([...members, ...everyone], query).map((member) => ({
    replacement: `@${member.name}`,
    nodes: member.isEveryone
      ? [el("span", { class: "completion-emoji" }, "@"), el("span", { class: "ellipsis" }, words.everyoneHere)]
      : [personAvatar(member.user_id, member.name), bdi(member.name, "ellipsis")],
  }));
}

function rooms(query, chat) {
  const named = chat.rooms.filter(({ kind }) => kind !== "direct").map((room) => ({ room, name: roomName(room) }));
  return matching(named, query).map(({ room, name }) => ({
    replacement: `#${name}`,
    nodes: [roomAvatar(room, name), bdi(name, "ellipsis")],
  }));
}
