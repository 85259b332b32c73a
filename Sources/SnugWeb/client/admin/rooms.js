// Every room of the server for administrators: how large, how lively, never what is said.
import { administration } from "../calls/administration.js";
import { deleteRoom } from "../calls/rooms.js";
import { actIcon } from "../drawing/act-icons.js";
import { roomAvatar } from "../ui/avatar.js";
import { showConfirmation } from "../ui/confirmation.js";
import { bdi, el } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";

export function roomsSection({ chat, toast }) {
  const list = pagedList({
    async page(last) {
      const { rooms, has_more: hasMore } = await administration.rooms({ after: last?.id });
      return { items: rooms, hasMore };
    },
    entry, nothing: words.noRoomAtAll,
  });

  function entry(room) {
    const { id, kind, member_count: members, last_seq: messages, last_activity_at: lastActivity } = room;
    // The names of a direct room are for those in it.
    const own = chat.room(id);
    const name = own?.name || room.name || words.roomOfTwo;
    return el("li", { class: "entry" },
      roomAvatar(room, name),
      el("div", { class: "grow" },
        el("p", { class: "entry-name" },
          own ? el("a", { href: `#/room/${id}` }, bdi(name)) : bdi(name),
          kind !== "direct" && el("span", { class: "tag" }, words.roomKinds[kind])),
        el("p", { class: "quiet facts" },
          kind !== "direct" && el("span", {}, words.people(members)), el("span", {}, words.messageCount(messages)),
          timeElement(lastActivity, words.lastActivity))),
      el("button", {
        type: "button", class: "icon-button", "aria-label": words.deleteRoomLabel(name), title: words.remove,
        onclick: () => askToDelete(room, name),
      }, actIcon("bin")));
  }

  function askToDelete(room, name) {
    showConfirmation({
      title: words.deleteRoomTitle(name), lead: words.deleteRoomLead, submit: words.deleteRoom, isDangerous: true,
      // An empty room is no loss, and a conversation of two has no name to type.
      typed: room.name && room.last_seq ? { text: name, label: words.deleteRoomTyped(name), wrong: words.deleteRoomMistyped } : null,
      async onConfirmed() {
        await deleteRoom(chat, room.id);
        list.remove(room);
        toast.say(words.roomDeleted(name));
      },
    });
  }

  return section(words.rooms, el("p", { class: "quiet" }, words.roomsLead), ...list.parts);
}
