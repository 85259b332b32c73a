// The form that renames a room.
import { renameRoom } from "../calls/rooms.js";
import { show } from "../ui/dom.js";
import { field, form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

export function nameSection({ chat, toast, roomId }) {
  const name = field({ label: words.roomName, name: "name", autocomplete: "off", maxlength: "100", dir: "auto" });
  const { root: renaming } = form({
    inputs: [name], submit: words.save, submitting: words.saving,
    async onSubmit(values) {
      await renameRoom(chat, roomId, values.name);
      toast.say(words.saved);
    },
  });
  const root = section(words.renameRoom, renaming);
  let shown = "";

  return {
    root,
    render({ room, rights }) {
      show(root, rights.mayRename);
      // A name that is being typed stays when someone else renames the room.
      if (name.input.value === shown) name.input.value = room.name ?? "";
      shown = room.name ?? "";
    },
  };
}
