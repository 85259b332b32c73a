// The code from the mail: typed, pasted with its sentence, or filled in by the device.
import { door } from "../calls/door.js";
import { bdi, el, show } from "../ui/dom.js";
import { codeField, field, form } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { codeIn } from "./code.js";
import { forgetCode } from "./code-storage.js";
import { sendAgain } from "./send-again.js";

/// `step` is that of code-kept.js. `password` is the one just given: where several accounts were asked for with the
/// address, it says which is meant; a page that was loaded anew asks for it.
export function showCodeStep({ step, password, site, onSignedIn, onChange }) {
  const { email, kind } = step;
  const code = codeField();
  const meant = field({
    label: words.password, hint: words.codePassword, name: "password", type: "password", autocomplete: "current-password", required: false,
  });
  show(meant.root, false);
  const { root, send, showProblem } = form({
    inputs: [code, meant], submit: words.codeSubmit, submitting: words.codeChecking,
    async onSubmit(values) {
      const digits = codeIn(code.input.value);
      if (!digits) return code.setError(words.codeIncomplete);
      try {
        const { user } = await door.verify(email, digits, password ?? (values.password || undefined));
        forgetCode();
        onSignedIn(user, { isByCode: true, isNew: kind !== "login" });
      } catch (problem) {
        if (problem.code === "password_required" && meant.root.hidden) return askWhich();
        code.input.select();
        throw problem;
      }
    },
  });
  watch(code.input, send);

  function askWhich() {
    show(meant.root, true);
    meant.input.required = true;
    meant.input.focus();
  }

  showAuthLayout({
    title: site.mail ? words.codeTitle : words.codeAskTitle,
    lead: codeLead({ email, site, onChange: () => change(onChange) }),
    content: [root, sendAgain({ step, site, showProblem })],
  });
}

function change(onChange) {
  forgetCode();
  onChange();
}

/// The sentence that says where the code is, with the way back to the address.
export function codeLead({ email, site, onChange }) {
  const [before, after] = site.mail ? words.codeLead : words.codeAskLead;
  return [
    before, el("strong", {}, bdi(email)), after, " ",
    el("button", { type: "button", class: "link-button", "aria-label": words.codeChangeLabel, onclick: onChange }, words.codeChange),
  ];
}

/// A whole code is sent at once, typed, pasted or filled in; the same one again only at its person's wish.
function watch(input, send) {
  let sent = null;
  let isUnderWay = false;
  function take(text) {
    const digits = codeIn(text);
    if (digits) {
      input.value = digits;
      sendWhole();
    }
    return digits;
  }

  /// Another one that came meanwhile follows.
  async function sendWhole() {
    const digits = codeIn(input.value);
    if (isUnderWay || !digits || digits === sent) return;
    sent = digits;
    isUnderWay = true;
    await send().finally(() => { isUnderWay = false; });
    sendWhole();
  }
  input.addEventListener("paste", (event) => {
    if (!isUnderWay) sent = null;
    if (take(event.clipboardData.getData("text"))) event.preventDefault();
  });
  input.addEventListener("input", () => {
    if (codeIn(input.value) !== sent) take(input.value);
  });
}
