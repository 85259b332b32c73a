// The menu of a room in the list: pinning it, reading it, muting it, leaving it.
import { markUnread, pinRoom } from "../calls/rooms.js";
import { closeWithRoom } from "../choices/close-with-room.js";
import { menuItem, showMenu } from "../choices/menu.js";
import { isMuted, lastingLevel, unread } from "../logs/room-summary.js";
import { muteItems, setLevel } from "../notices/level-menu.js";
import { roomName } from "../ui/labels.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { askToLeave } from "./ends.js";

/// `anchor` is the room's entry in the list.
export async function showRoomMenu({ chat, toast, roomId, anchor }) {
  await learnPageWords();
  const room = chat.room(roomId);
  if (!room) return;
  const { act, fill, close } = showMenu({
    label: words.roomActions(roomName(room)), anchor,
    onRefused: (problem) => toast.say(problem.message), onClosed: () => closed(),
  });
  const closed = closeWithRoom(chat, roomId, close);
  const unmuted = lastingLevel(room) === "mentions" ? "mentions" : "everything";
  const toMute = () => fill(...muteItems({ chat, toast, roomId, act, isForGood: true }));
  fill(
    menuItem("pin", room.pinned ? words.unpin : words.pin, act(() => pinRoom(chat, roomId, !room.pinned))),
    unread(room) > 0
      ? menuItem("check", words.markRead, act(() => chat.markRead(roomId)))
      : room.last_seq > 0 ? menuItem("unread", words.markUnread, act(() => markUnread(roomId, room.last_seq))) : null,
    isMuted(room)
      ? menuItem("bell", words.unmute[unmuted], act(() => setLevel({ chat, toast, roomId, level: unmuted })))
      : menuItem("muted", words.mute, toMute),
    menuItem("info", words.aboutRoom, act(() => { location.hash = `#/room/${roomId}/about`; })),
    menuItem("leave", room.kind === "direct" ? words.leaveDirect : words.leaveRoom, act(() => askToLeave({ chat, toast, room })), true));
}
