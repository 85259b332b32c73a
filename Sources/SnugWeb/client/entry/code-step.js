// The code from the mail: typed, pasted with its sentence, or filled in by the device.
import { api } from "../models/api.js";
import { bdi, el } from "../ui/dom.js";
import { codeField, form } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { codeIn } from "./code.js";
import { sendAgain } from "./send-again.js";

/// `password` is the one just given: where several accounts were asked for with the address, it says which is meant.
export function showCodeStep({ email, password, resendIn, onSignedIn, onChange }) {
  const code = codeField();
  const { root, send, showProblem } = form({
    inputs: [code], submit: words.codeSubmit, submitting: words.codeChecking,
    async onSubmit() {
      const digits = codeIn(code.input.value);
      if (!digits) return code.setError(words.codeIncomplete);
      try {
        onSignedIn((await api.verify(email, digits, password)).user, { isByCode: true });
      } catch (problem) {
        code.input.select();
        throw problem;
      }
    },
  });
  const again = sendAgain({ email, resendIn, showProblem });
  watch(code.input, send);

  showAuthLayout({
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
