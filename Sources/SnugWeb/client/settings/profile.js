// One's name and picture, as the others see them.
import { form, nameField } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { pictureParts } from "./picture.js";

export function profileSection({ chat, toast }) {
  const picture = pictureParts({ chat, toast });
  const { root } = form({
    inputs: [nameField(chat.me.name)], submit: words.save, submitting: words.saving,
    async onSubmit({ name }) {
      await chat.rename(name);
      picture.render();
      toast.say(words.saved);
    },
  });
  return section(words.profile, ...picture.parts, root);
}
