// Acts that the server wants a fresh sign-in for, so that nobody does them who just finds a device open.
import { el, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { words } from "../words/words.js";

/// `notice` says `because`, with a way to sign in again, once `guard(work)` was refused for that.
export function recentSignIn({ because, onSignInAgain }) {
  const again = el("button", { type: "button", class: "link-button", onclick: () => act(again, onSignInAgain) }, words.signInAgain);
  const notice = el("div", { class: "notice", role: "alert", hidden: true }, el("p", {}, because), again);
  return {
    notice,
    async guard(work) {
      show(notice, false);
      try {
        await work();
      } catch (problem) {
        if (problem.code !== "recent_sign_in_required") throw problem;
        show(notice, true);
      }
    },
  };
}
