// The page of the messages that mention one, the newest first; those that are not read yet are marked.
import { mentions } from "../calls/mentions.js";
import { api } from "../models/api.js";
import { roomAvatar } from "../ui/avatar.js";
import { bdi, el } from "../ui/dom.js";
import { messageText, roomName } from "../ui/labels.js";
import { page } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";

const pageMentions = 30;

export function mentionsPage({ chat }) {
  const list = pagedList({
    async page(last) {
      const { results, has_more: hasMore } = await mentions({ limit: pageMentions, before: last?.id });
      const messages = results.map(({ message }) => message);
      await learnAuthors(chat, messages);
      return { items: messages, hasMore };
    },
    entry: (message) => entry(chat, message),
    nothing: words.noMentions,
  });
  return page(words.mentions, el("div", { class: "mentions" }, ...list.parts));
}

/// Someone who has left may have been the one who called.
async function learnAuthors(chat, messages) {
  const missing = [...new Set(messages.map(({ user_id: author }) => author))].filter((id) => !chat.people.knows(id));
  if (missing.length) chat.people.learn((await api.users({ ids: missing.join(",") })).users);
}

function entry(chat, message) {
  const room = chat.room(message.room_id);
  const name = roomName(room);
  const isNew = room && message.seq > room.read_seq;
  return el("li", {},
    el("a", { class: isNew ? "pick mention-entry unread" : "pick mention-entry", href: `#/room/${message.room_id}/message/${message.seq}` },
      roomAvatar(room ?? { id: message.room_id, kind: "group" }, name, { other: room && chat.other(room) }),
      el("span", { class: "grow two-lines" },
        el("span", { class: "room-item-line" }, bdi(name, "grow ellipsis"),
          timeElement(message.timestamp, (when) => when)),
        el("span", { class: "mention-text" },
          el("bdi", { class: "mention-author" }, chat.people.name(message.user_id) ?? words.someone), ": ",
          bdi(messageText(message))),
        isNew && el("span", { class: "visually-hidden" }, words.unread(1)))));
}
