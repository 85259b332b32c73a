// The ways into a room and out of it: joining, leaving, deleting; and the link that leads there.
import { deleteRoom, joinRoom, leaveRoom } from "../calls/rooms.js";
import { closeWithRoom } from "../choices/close-with-room.js";
import { copy } from "../ui/clipboard.js";
import { showConfirmation } from "../ui/confirmation.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { roomName } from "../ui/labels.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

/// `join` is the button for someone from outside, which the page shows first.
export function endsSection({ chat, toast, roomId }) {
  let room = null;
  const button = (label, run, isDangerous) =>
    el("button", { type: "button", class: isDangerous ? "button plain danger" : "button", onclick: run }, label);
  const join = button(words.joinRoom, () => act(join, enter, ({ message }) => toast.say(message)));
  const leave = button(words.leaveRoom, () => askToLeave({ chat, toast, room }), true);
  const remove = button(words.deleteRoom, askToDelete, true);
  const link = el("button", { type: "button", class: "button plain", onclick: copyLink }, words.copyRoomLink);
  const root = section(words.roomEnds, el("div", { class: "ends" }, link, leave, remove));
  const heading = root.querySelector("h2");
  const isDirect = () => room.kind === "direct";

  async function enter() {
    await joinRoom(chat, roomId);
    location.hash = `#/room/${roomId}`;
  }

  function askToDelete() {
    const name = roomName(room);
    showConfirmation({
      title: words.deleteRoomTitle(name), lead: words.deleteRoomLead, submit: words.deleteRoom, isDangerous: true,
      // An empty room is no loss.
      typed: room.last_seq ? { text: name, label: words.deleteRoomTyped(name), wrong: words.deleteRoomMistyped } : null,
      async onConfirmed() {
        await deleteRoom(chat, roomId);
        toast.say(words.roomDeleted(name));
      },
    });
  }

  async function copyLink() {
    const isCopied = await copy(new URL(`/#/room/${roomId}`, location.href).href);
    toast.say(isCopied ? words.copied : words.notCopied);
  }

  return {
    root,
    join,
    render(now) {
      room = now.room;
      show(join, now.rights.mayJoin);
      show(leave, now.rights.mayLeave);
      show(remove, now.rights.mayDelete);
      setText(heading, isDirect() ? words.directEnds : words.roomEnds);
      setText(leave, isDirect() ? words.leaveDirect : words.leaveRoom);
      show(link, !isDirect() && now.rights.isMember);
      show(root, now.rights.mayLeave || now.rights.mayDelete);
    },
  };
}

/// A conversation of two is only taken from one's own list.
export function askToLeave({ chat, toast, room }) {
  const name = roomName(room);
  const isDirect = room.kind === "direct";
  const dialog = showConfirmation({
    title: isDirect ? words.leaveDirectTitle(name) : words.leaveRoomTitle(name),
    submit: isDirect ? words.leaveDirect : words.leaveRoom,
    lead: isDirect ? words.leaveDirectLead : room.kind === "open" ? words.leaveOpenLead : words.leaveGroupLead,
    async onConfirmed() {
      await leaveRoom(chat, room.id);
      toast.say(isDirect ? words.directLeft(name) : words.roomLeft(name));
    },
  });
  dialog.addEventListener("close", closeWithRoom(chat, room.id, () => dialog.close()));
}
