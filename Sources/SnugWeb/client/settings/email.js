// One's e-mail address: another one is asked for, proven by a code that was mailed to it, or given up.
import { account } from "../calls/account.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { countdown } from "../drawing/duration.js";
import { bdi, el, setText } from "../ui/dom.js";
import { act, codeField, field, form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { currentPassword } from "./password/current-password.js";

/// `site()` gives the state of the server.
export function emailSection({ chat, site, toast, signal, onSignInAgain }) {
  const { notice, guard } = recentSignIn({ because: words.emailTooLate, onSignInAgain });
  const body = el("div", { class: "made" });
  const root = section(words.emailTitle, body);
  let shown;

  /// The new address may have been asked for long ago, on this device or on another.
  function render() {
    const { email, new_email: next, has_password: hasPassword } = chat.me;
    const state = JSON.stringify([email, next ?? null, hasPassword]);
    if (state === shown) return;
    shown = state;
    body.replaceChildren(el("p", {}, ...words.signedInAs(bdi(email))), notice, ...(next ? proving(next) : [changing(hasPassword !== false)]));
  }

  function learn(change) {
    chat.meChanged({ ...chat.me, ...change });
    render();
    (root.querySelector(".code-input") ?? root.querySelector("h2")).focus();
  }

  function changing(hasPassword) {
    const button = el("button", {
      type: "button", class: "button plain",
      onclick() {
        button.replaceWith(asking(hasPassword));
        root.querySelector("input").focus();
      },
    }, words.changeEmail);
    return button;
  }

  /// For the first time, or for another code to the address that waits.
  function asking(hasPassword, email = "") {
    const address = field({
      label: words.newEmail, name: "email", type: "email", inputmode: "email", autocomplete: "off", autocapitalize: "none", spellcheck: "false", value: email,
    });
    const current = currentPassword();
    const asked = form({
      inputs: hasPassword ? [address, current] : [address], submit: words.sendCode, submitting: words.sendingCode,
      onSubmit: (change) => guard(async () => {
        try {
          await account.askForEmail(change);
        } catch (problem) {
          if (problem.code !== "invalid_credentials") throw problem;
          current.setError(words.currentPasswordWrong);
          return current.input.select();
        }
        const { new_email: next } = await account.me();
        learn({ new_email: next });
      }),
    });
    asked.root.append(el("button", {
      type: "button", class: "button plain wide",
      onclick() {
        shown = null;
        render();
        root.querySelector("h2").focus();
      },
    }, words.cancel));
    return asked.root;
  }

  function proving({ email, expires_at: expires }) {
    const place = el("p", {});
    sayWhere(place, email);
    const code = codeField();
    const clock = el("p", { class: "quiet", role: "timer" });
    const proven = form({
      inputs: [code], submit: words.proveEmail, submitting: words.codeChecking,
      async onSubmit() {
        const digits = code.input.value.normalize("NFKC").replace(/\D/g, "");
        if (digits.length !== 6) return code.setError(words.codeIncomplete);
        try {
          const me = await account.verifyEmail(digits);
          learn({ ...me, new_email: me.new_email ?? null });
          toast.say(words.emailChanged(me.email));
        } catch (problem) {
          code.input.select();
          throw problem;
        }
      },
    });
    let before = "";
    // Typed to its end, or pasted, a code need not be sent by hand.
    code.input.addEventListener("input", () => {
      const digits = code.input.value.normalize("NFKC").replace(/\D/g, "");
      if (digits.length === 6 && digits !== before) proven.send();
      before = digits;
    });
    const tick = () => {
      const left = Math.ceil((Date.parse(expires) - Date.now()) / 1_000);
      setText(clock, left > 0 ? words.codeStillGood(countdown(left)) : words.codeTooOld);
    };
    const timer = setInterval(() => (signal.aborted || !clock.isConnected ? clearInterval(timer) : tick()), 1_000);
    tick();
    return [
      el("div", { class: "notice" }, place, el("p", {}, words.emailUntil)), proven.root, clock,
      el("button", {
        type: "button", class: "link-button",
        onclick({ currentTarget: again }) {
          again.replaceWith(asking(chat.me.has_password !== false, email));
          root.querySelector(`input[type=${chat.me.has_password === false ? "email" : "password"}]`).focus();
        },
      }, words.codeAnew),
      el("button", {
        type: "button", class: "link-button",
        onclick: ({ currentTarget }) => act(currentTarget, giveUp, ({ message }) => toast.say(message)),
      }, words.giveEmailUp),
    ];
  }

  /// On a server that sends no mail the code is handed on by someone.
  async function sayWhere(place, email) {
    try {
      const { mail: hasMail } = await site();
      place.replaceChildren(...(hasMail ? words.emailCodeSent : words.emailCodeAsk)(bdi(email)));
    } catch (problem) {
      if (problem.status === undefined) throw problem;
    }
  }

  async function giveUp() {
    await account.giveEmailUp();
    learn({ new_email: null });
    toast.say(words.emailStays);
  }

  render();
  return { root, render };
}
