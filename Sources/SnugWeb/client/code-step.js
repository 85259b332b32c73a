// The code from the mail: typed, pasted with its sentence, or filled in by the device.
import { api } from "./api.js";
import { codeIn } from "./code.js";
import { bdi, el, setText } from "./dom.js";
import { showDoor } from "./door.js";
import { field, form } from "./form.js";
import { countdown } from "./time.js";
import { words } from "./words.js";

const resendInSecondsDefault = 60;

export function showCodeStep({ email, resendIn, onSignedIn, onChange }) {
  const code = field({ label: words.code, name: "code", inputmode: "numeric", autocomplete: "one-time-code", dir: "ltr" });
  code.input.classList.add("code-input");
  const { root, send, showProblem } = form({
    inputs: [code], submit: words.codeSubmit, submitting: words.codeChecking,
    async onSubmit() {
      const digits = codeIn(code.input.value);
      if (!digits) return code.setError(words.codeIncomplete);
      try {
        onSignedIn((await api.verify(email, digits)).user);
      } catch (problem) {
        code.input.select();
        throw problem;
      }
    },
  });
  const again = sendAgain({ email, resendIn: resendIn ?? resendInSecondsDefault, showProblem });
  watch(code.input, send);

  showDoor({
    title: words.codeTitle,
    lead: [
      words.codeLead[0], el("strong", {}, bdi(email)), words.codeLead[1], " ",
      el("button", { type: "button", class: "link-button", "aria-label": words.codeChangeLabel, onclick: onChange },
        words.codeChange),
    ],
    content: [root, again],
  });
}

/// A whole code that comes at once was pasted or filled in, and is sent; one that is typed waits for its person, who
/// may see a slip in the last digit.
function watch(input, send) {
  let before = "";
  function take(text) {
    const digits = codeIn(text);
    if (digits) {
      input.value = before = digits;
      send();
    }
    return digits;
  }
  input.addEventListener("paste", (event) => {
    if (take(event.clipboardData.getData("text"))) event.preventDefault();
  });
  input.addEventListener("input", () => {
    const typed = input.value;
    const isAtOnce = typed.length - before.length > 1;
    before = typed;
    if (isAtOnce) take(typed);
  });
}

function sendAgain({ email, resendIn, showProblem }) {
  const button = el("button", { type: "button", class: "link-button", onclick: ask });
  const said = el("p", { class: "visually-hidden", role: "status" });
  let due = 0;
  let timer = 0;

  function wait(seconds) {
    due = Date.now() + seconds * 1_000;
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
      const answer = await api.sendCode(email);
      setText(said, words.codeSent);
      wait(answer?.resend_in ?? resendInSecondsDefault);
    } catch (problem) {
      showProblem(problem);
      if (problem.retryAfter) wait(problem.retryAfter);
    }
  }

  wait(resendIn);
  return el("div", { class: "other-way" }, button, said);
}
