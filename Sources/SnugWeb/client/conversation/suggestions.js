// The completions that the composer offers: people of the room, rooms, emoji.
import { matching } from "../text/matching.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { words } from "../words/words.js";

const emojiMax = 8;

/// For the `{sign, query}` of a token: a promise of `[{replacement, nodes}]`.
export async function suggestions({ sign, query }, { chat, roomId }) {
  if (sign === "@") return people(query, chat, roomId);
  if (sign === "#") return rooms(query, chat);
  const [{ emojiIn, findEmoji, toned }, { keptEmoji }] = await Promise.all([import("../emoji/emoji.js"), import("../emoji/kept-emoji.js")]);
  const { all } = await emojiIn(document.documentElement.lang);
  const { tone } = keptEmoji();
  return findEmoji(query, all).slice(0, emojiMax).map((emoji) => {
    const sign = toned(emoji, tone);
    return { replacement: sign, nodes: [el("span", { class: "completion-emoji" }, sign), el("span", { class: "ellipsis" }, emoji.name)] };
  });
}

function people(query, chat, roomId) {
  const members = (chat.members(roomId) ?? []).filter(({ user_id: id }) => id !== chat.me.id);
  const everyone = members.length > 1 ? [{ name: "room", isEveryone: true }] : [];
  return matching([...members, ...everyone], query).map((member) => ({
    replacement: `@${member.name}`,
    nodes: member.isEveryone
      ? [el("span", { class: "completion-emoji" }, "@"), el("span", { class: "ellipsis" }, words.everyoneHere)]
      : [personAvatar(member.user_id, member.name, { picture: chat.people.picture(member.user_id) }), bdi(member.name, "ellipsis")],
  }));
}

function rooms(query, chat) {
  const named = chat.rooms.filter(({ kind }) => kind !== "direct").map((room) => ({ room, name: roomName(room) }));
  return matching(named, query).map(({ room, name }) => ({
    replacement: `#${name}`,
    nodes: [roomAvatar(room, name), bdi(name, "ellipsis")],
  }));
}
