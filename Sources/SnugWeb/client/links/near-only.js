// The warning beside a link that leads nowhere on other devices.
import { el } from "../ui/dom.js";
import { learnInviteWords } from "../words/page-words.js";
import { words } from "../words/words.js";

export async function nearOnly() {
  await learnInviteWords();
  return el("p", { class: "notice link-warning" }, `${words.linkNearOnly} `, el("a", { href: "#/admin/settings" }, words.tellAddress));
}
