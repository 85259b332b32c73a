// The field for one's current password, with the way for whoever has forgotten it.
import { el } from "../../ui/dom.js";
import { currentPasswordField } from "../../ui/form.js";
import { words } from "../../words/words.js";

export function currentPassword() {
  const current = currentPasswordField(words.currentPassword, "current_password");
  current.root.append(el("a", { class: "field-link", href: "#/settings/forgot" }, words.currentForgotten));
  return current;
}
