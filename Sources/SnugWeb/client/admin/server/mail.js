// The page of mail: how it goes out, and the form that changes that.
import { administration } from "../../calls/administration.js";
import { el, setText, show } from "../../ui/dom.js";
import { act } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { words } from "../../words/words.js";
import { mailForm } from "./mail-form.js";

export function mailSections({ chat, onSignInAgain }) {
  const said = el("p", { class: "quiet", role: "status" }, words.loading);
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const again = el("button", { type: "button", class: "button plain", hidden: true, onclick: ask }, words.tryAgain);
  const body = el("div", { class: "made" });
  const root = section(words.mail, el("p", { class: "quiet" }, words.mailLead), said, failed, again, body);

  async function load() {
    show(failed, false);
    render((await administration.settings()).settings);
    show(again, false);
    setText(said, "");
  }

  function ask() {
    return act(again, load, ({ message }) => {
      setText(said, "");
      setText(failed, message);
      show(failed, true);
      show(again, true);
    });
  }

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
