// One's name and picture, as the others see them.
import { form, nameField } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { pictureParts } from "./picture.js";

/// `signal` is aborted when the page is left.
export function profileSection({ chat, toast, signal }) {
  const picture = pictureParts({ chat, toast });
  const { root } = form({
    inputs: [nameField(chat.me.name)], submit: words.save, submitting: words.saving,
    async onSubmit({ name }) {
      await chat.rename(name);
      toast.say(words.saved);
    },
  });
  // Changed on another device, or by an administrator.
  chat.addEventListener("people", picture.render, { signal });
  return section(words.profile, ...picture.parts, root);
}
