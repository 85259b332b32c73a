// The page of mail: how it goes out, and the form that changes that.
import { administration } from "../../calls/administration.js";
import { answered } from "../../calls/answered.js";
import { el, setText } from "../../ui/dom.js";
import { section } from "../../ui/page.js";
import { words } from "../../words/words.js";
import { mailForm } from "./mail-form.js";

export function mailSections({ chat, onSignInAgain }) {
  const { parts, said, ask } = answered(async () => render((await administration.settings()).settings));
  const body = el("div", { class: "made" });
  const root = section(words.mail, el("p", { class: "quiet" }, words.mailLead), ...parts, body);

  function render(settings) {
    const relay = settings.find(({ key }) => key === "smtp.host").value;
    body.replaceChildren(
      el("p", { class: relay ? "notice good" : "notice warning" }, relay ? words.mailGoesBy(relay) : words.noRelayWhy),
      mailForm(settings, {
        me: chat.me,
        onSignInAgain,
        onKept(next) {
          render(next);
          setText(said, words.saved);
          root.querySelector("h2").focus();
        },
      }));
  }

  ask();
  return root;
}
