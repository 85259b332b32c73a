// Signing in by passkey: by a button, and among what the browser offers to fill into the e-mail field.
import { door } from "../calls/door.js";
import { canSuggestPasskeys, hasPasskeys, usePasskey } from "../models/webauthn.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { words } from "../words/words.js";

/// The server takes an answer for five minutes; a page may stand open for longer.
const renewAfterMilliseconds = 240_000;

/// `{root, suggest}`: once the page stands, `suggest(left)` has the browser offer passkeys until `left` is aborted.
export function passkeySignIn({ onSignedIn }) {
  const error = el("p", { class: "form-error", role: "alert", hidden: true });
  const button = el("button", { type: "button", class: "button plain wide", onclick: () => act(button, pressed, refused) }, words.signInWithPasskey);
  const root = el("div", { class: "form passkey-way", hidden: !hasPasskeys() }, button, error);
  let suggestion = new AbortController();
  let left;

  async function signIn(answer) {
    onSignedIn((await door.signInWithPasskey(answer)).user);
  }

  function refused({ message }) {
    setText(error, message);
    show(error, true);
    suggest(left);
  }

  async function pressed() {
    show(error, false);
    // A browser asks for one passkey at a time.
    suggestion.abort();
    await signIn(await usePasskey(await door.passkeyRequest(), words.passkeyNotUsed));
  }
  async function suggest(until) {
    left = until;
    if (left.aborted || !await canSuggestPasskeys()) return;
    const mine = suggestion = new AbortController();
    left.addEventListener("abort", () => mine.abort());
    const answer = await suggested(mine);
    if (!answer) return;
    try {
      await signIn(answer);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      refused(problem);
    }
  }

  /// Null where none was picked: nobody asked for it, so nobody need hear why.
  async function suggested(asking) {
    const renewal = setTimeout(() => {
      asking.abort();
      suggest(left);
    }, renewAfterMilliseconds);
    try {
      return await usePasskey(await door.passkeyRequest(), words.passkeyNotUsed, { mediation: "conditional", signal: asking.signal });
    } catch (problem) {
      if (problem.status === undefined && problem.name !== "AbortError") throw problem;
      return null;
    } finally {
      clearTimeout(renewal);
    }
  }

  return { root, suggest };
}
