// The dialog of Ctrl+K, which goes to a room or a person by a few letters of the name.
import { directRoom } from "../calls/rooms.js";
import { api } from "../models/api.js";
import { matching } from "../text/matching.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { showDialog } from "../ui/dialog.js";
import { bdi, el, icon, show } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { picker } from "./pickers.js";

const peopleMax = 8;

export async function showSwitcher(chat) {
  await learnPageWords();
  const search = picker({
    label: words.switchTo,
    find: (q) => find(chat, q),
    atOnce: (q) => joined(chat, q),
    nothing: words.nothingCalled,
    item: (found) => el("button", { type: "button", class: "pick", onclick: () => go(found) },
      found.avatar, bdi(found.name, "grow ellipsis")),
    // Such a place there is none, but it may have been said.
    onEnter: (first) => (first ? go(first) : toMessages()),
  });
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const dialog = showDialog({ title: words.switchTitle, content: [el("div", { class: "dialog-body" }, ...search, failed,
    el("button", { type: "button", class: "pick", onclick: toMessages }, icon("search"), words.switchToMessages))] });

  /// Takes along what was typed.
  function toMessages() {
    const text = dialog.querySelector("input").value;
    dialog.close();
    // A page of the search that is in sight takes it; another finds it. The history keeps no words.
    chat.typedSearch = text;
    if (chat.dispatchEvent(new Event("searching", { cancelable: true }))) location.hash = "#/search";
  }

  async function go({ roomId, userId }) {
    try {
      const id = roomId ?? (await directRoom(chat, userId)).id;
      dialog.close();
      location.hash = `#/room/${id}`;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      failed.textContent = problem.message;
      show(failed, true);
    }
  }
}

/// The rooms that one is in are found without asking, and without a connection.
function joined(chat, q) {
  const rooms = chat.rooms.map((room) => ({ name: roomName(room), roomId: room.id, avatar: roomAvatar(room, roomName(room), { other: chat.other(room), picture: chat.people.picture(chat.other(room)) }) }));
  return q ? matching(rooms, q) : rooms;
}

async function find(chat, q) {
  if (!q || !chat.isConnected) return joined(chat, q);
  const direct = new Set(chat.rooms.filter(({ kind }) => kind === "direct").map(({ user_id: id }) => id));
  const { users } = await api.users({ q, limit: peopleMax });
  const people = users.filter(({ id }) => id !== chat.me.id && !direct.has(id));
  return [
    ...joined(chat, q),
    ...people.map(({ id, name, picture_url: picture }) => ({ name, userId: id, avatar: personAvatar(id, name, { picture }) })),
  ];
}
