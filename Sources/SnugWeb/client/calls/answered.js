// The parts of a page that draws an answer: a word until it comes, the reason where it does not, and another try.
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { words } from "../words/words.js";

/// Gives `{parts, said, ask}`: nodes for the page, the first of them for its own news; `ask()` fetches and draws by
/// `load()`, again where that is pressed.
export function answered(load) {
  const said = el("p", { class: "quiet", role: "status" }, words.loading);
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const again = el("button", { type: "button", class: "button plain", hidden: true, onclick: ask }, words.tryAgain);

  async function drawn() {
    show(failed, false);
    await load();
    show(again, false);
    setText(said, "");
  }

  function ask() {
    return act(again, drawn, ({ message }) => {
      setText(said, "");
      setText(failed, message);
      show(failed, true);
      show(again, true);
    });
  }

  return { parts: [said, failed, again], said, ask };
}
