// The way from a room's page to its files.
import { el, show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

/// Gives `{root, render({room})}`; those who are not in the room see none of it.
export function roomFilesSection({ chat, roomId }) {
  const root = section(words.roomFiles, el("a", { class: "button plain", href: `#/room/${roomId}/files` }, words.showRoomFiles));
  return { root, render: () => show(root, chat.room(roomId) !== null) };
}
