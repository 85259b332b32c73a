// "Send the code again", once its time has come.
import { api } from "../models/api.js";
import { el, setText } from "../ui/dom.js";
import { countdown } from "../ui/time.js";
import { words } from "../words/words.js";
import { beginCode } from "./code-kept.js";

/// `step` is that of code-kept.js, which goes on with each new code.
export function sendAgain({ step, site, showProblem }) {
  const button = el("button", { type: "button", class: "link-button", onclick: ask });
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
    button.disabled = left > 0;
    setText(button, left > 0 ? words.codeAgainIn(countdown(left)) : words.codeAgain);
    if (left === 0) clearInterval(timer);
  }

  async function ask() {
    try {
      const answer = await api.sendCode(step.email);
      setText(said, site.mail ? words.codeSent : words.codeMade);
      waitUntil(beginCode(step.kind, answer).resendAt);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      showProblem(problem);
      if (problem.retryAfter) waitUntil(Date.now() + problem.retryAfter * 1_000);
    }
  }

  waitUntil(step.resendAt);
  return el("div", { class: "other-way" }, button, said);
}
