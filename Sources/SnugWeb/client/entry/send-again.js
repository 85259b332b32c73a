// "Send the code again", once its time has come.
import { door } from "../calls/door.js";
import { countdown } from "../drawing/duration.js";
import { el, setText } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { words } from "../words/words.js";
import { beginCode } from "./code-kept.js";

/// Of a device whose clock was set back nobody waits for longer.
const waitMaxMilliseconds = 60_000;

/// `step` is that of code-kept.js, which goes on with each new code.
export function sendAgain({ step, site, showProblem }) {
  const button = el("button", { type: "button", class: "link-button", onclick: press });
  const said = el("p", { class: "visually-hidden", role: "status" });
  let due = 0;
  let timer = 0;

  function waitUntil(at) {
    due = at;
    clearInterval(timer);
    timer = setInterval(tick, 1_000);
    tick();
  }

  function tick() {
    const left = Math.max(0, Math.ceil((due - Date.now()) / 1_000));
    // Not disabled, which would take the focus away.
    button.setAttribute("aria-disabled", String(left > 0));
    setText(button, left > 0 ? words.codeAgainIn(countdown(left)) : words.codeAgain);
    if (left === 0) clearInterval(timer);
  }

  async function press() {
    await act(button, ask, refused);
    waitUntil(due);
  }

  async function ask() {
    const answer = await door.sendCode(step.email);
    setText(said, site.mail ? words.codeSent : words.codeMade);
    due = beginCode(step.kind, answer).resendAt;
  }

  function refused(problem) {
    showProblem(problem);
    if (problem.retryAfter) due = Date.now() + problem.retryAfter * 1_000;
  }

  waitUntil(Math.min(step.resendAt, Date.now() + waitMaxMilliseconds));
  return el("div", { class: "other-way" }, button, said);
}
