// The ways into a room and out of it: joining, leaving, deleting.
import { showConfirmation } from "../ui/confirmation.js";
import { el, setText, show } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

/// `join` is the button for someone from outside, which the page shows first.
export function endsSection({ chat, toast, roomId }) {
  let room = null;
  const button = (label, run, isDangerous) =>
    el("button", { type: "button", class: isDangerous ? "button plain danger" : "button", onclick: run }, label);
  const join = button(words.joinRoom, enter);
  const leave = button(words.leaveRoom, () => askToLeave({ chat, toast, room }), true);
  const remove = button(words.deleteRoom, askToDelete, true);
  const root = section(words.roomEnds, el("div", { class: "ends" }, leave, remove));
  const heading = root.querySelector("h2");
  /// A conversation of two goes by the name of the other, who is not deleted with it.
  const isDirect = () => room.kind === "direct";

  async function enter() {
    try {
      await chat.join(roomId);
      location.hash = `#/room/${roomId}`;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast.say(problem.message);
    }
  }

  function askToDelete() {
    const name = roomName(room);
    const isOfTwo = isDirect();
    showConfirmation({
      title: isOfTwo ? words.deleteDirectTitle(name) : words.deleteRoomTitle(name),
      lead: isOfTwo ? words.deleteDirectLead : words.deleteRoomLead,
      submit: isOfTwo ? words.deleteDirect : words.deleteRoom,
      async onConfirmed() {
        await chat.deleteRoom(roomId);
        toast.say(isOfTwo ? words.directDeleted(name) : words.roomDeleted(name));
      },
    });
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
      setText(remove, isDirect() ? words.deleteDirect : words.deleteRoom);
      show(root, now.rights.mayLeave || now.rights.mayDelete);
    },
  };
}

export function askToLeave({ chat, toast, room }) {
  const name = roomName(room);
  showConfirmation({
    title: words.leaveRoomTitle(name), submit: words.leaveRoom,
    lead: room.kind === "open" ? words.leaveOpenLead : words.leaveGroupLead,
    async onConfirmed() {
      await chat.leave(room.id);
      toast.say(words.roomLeft(name));
    },
  });
}
