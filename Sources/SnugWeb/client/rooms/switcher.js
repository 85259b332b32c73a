// The dialog of Ctrl+K, which goes to a room or a person by a few letters of the name.
import { api } from "../models/api.js";
import { matching } from "../text/completion.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { showDialog } from "../ui/dialog.js";
import { bdi, el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { words } from "../words/words.js";
import { picker } from "./pickers.js";

const peopleMax = 8;

export function showSwitcher(chat) {
  const search = picker({
    label: words.switchTo,
    find: (q) => find(chat, q),
    nothing: words.nothingCalled,
    item: (found) => el("button", { type: "button", class: "pick", onclick: () => go(found) },
      found.avatar, bdi(found.name, "grow ellipsis")),
    onEnter: (first) => first && go(first),
  });
  const dialog = showDialog({ title: words.switchTitle, content: [el("div", { class: "dialog-body" }, ...search)] });

  async function go({ roomId, userId }) {
    dialog.close();
    const id = roomId ?? (await chat.create({ kind: "direct", member_ids: [userId] })).id;
    location.hash = `#/room/${id}`;
  }
}

async function find(chat, q) {
  const rooms = chat.rooms.map((room) => ({ name: roomName(room), roomId: room.id, avatar: roomAvatar(room, roomName(room)) }));
  if (!q) return rooms;
  const direct = new Set(chat.rooms.filter(({ kind }) => kind === "direct").map(roomName));
  const { users } = await api.users({ q, limit: peopleMax });
  const people = users.filter(({ id, name }) => id !== chat.me.id && !direct.has(name));
  return [
    ...matching(rooms, q),
    ...people.map(({ id, name }) => ({ name, userId: id, avatar: personAvatar(id, name) })),
  ];
}
