// The acts of the shortcuts, most of which lead to a room, fetched with the first of them; keys.js tells which it is.
import { isMuted, unread } from "../logs/room-summary.js";

/// `wanted` is the name of a command; `roomId` is the open room or null, `roomView` shows its messages, where these are
/// in sight.
export async function actByKey(wanted, { chat, toast, roomId, roomView, onHelp }) {
  const go = (step, isWanted) => {
    const room = neighbour(chat.rooms, roomId, step, isWanted);
    if (room) location.hash = `#/room/${room.id}`;
  };
  const hasNew = (room) => unread(room) > 0 && !isMuted(room);
  switch (wanted) {
    case "previous-room": return go(-1);
    case "next-room": return go(1);
    case "previous-unread": return go(-1, hasNew);
    case "next-unread": return go(1, hasNew);
    case "newest": return roomView?.toNewest();
    case "first-unread": return roomView?.jumpToFirstUnread();
    case "switch": return (await import("./switcher.js")).showSwitcher(chat);
    case "search": return location.hash = roomId === null ? "#/search" : `#/room/${roomId}/search`;
    // On a page about the room its messages are not in sight.
    case "read": return roomView && chat.markRead(roomId);
    case "read-all": return (await import("./read-all.js")).askToReadAll({ chat, toast });
    case "help": return onHelp();
  }
}

/// The room beside the current one in the list, wrapping around; of those that `isWanted` accepts.
export function neighbour(rooms, currentId, step, isWanted = () => true) {
  const at = rooms.findIndex(({ id }) => id === currentId);
  const start = at < 0 ? (step > 0 ? -1 : rooms.length) : at;
  for (let n = 1; n <= rooms.length; n++) {
    const room = rooms[(start + step * n + rooms.length * 2) % rooms.length];
    if (room.id !== currentId && isWanted(room)) return room;
  }
  return null;
}
