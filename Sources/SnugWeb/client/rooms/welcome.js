// The choice of the room that newcomers come into, for administrators.
import { letWelcome } from "../calls/rooms.js";
import { isAdministrator } from "../models/people.js";
import { el, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

export function welcomeSection({ chat, toast, roomId }) {
  const button = el("button", {
    type: "button", class: "button plain",
    onclick: () => act(button, () => letWelcome(chat, roomId), ({ message }) => toast.say(message)),
  }, words.welcomeHere);
  const root = section(words.newcomers, el("p", { class: "quiet" }, words.newcomersElsewhere), button);

  return {
    root,
    /// The room that welcomes shows the invite in its place.
    render({ room }) {
      show(root, isAdministrator(chat.me) && room.kind === "open" && !room.welcomes);
    },
  };
}
