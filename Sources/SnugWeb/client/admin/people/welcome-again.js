// The way in for someone who never came into the account that was made for them: its link anew, and another address, as
// the first may be mistyped.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { bdi, el } from "../../ui/dom.js";
import { emailField, form } from "../../ui/form.js";
import { words } from "../../words/words.js";
import { loginLinkCard } from "./login-link.js";

/// `onChanged(account)` gets the account as it now is.
export function welcomeAgain({ account, onSignInAgain, onChanged }) {
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });
  const made = el("div", { class: "made", role: "status" });
  const { root } = form({
    inputs: [emailField(account.email, "off")], submit: words.welcomeAgain, submitting: words.makingLoginLink,
    onSubmit: ({ email }) => guard(async () => {
      const { login_link: link, mailed: isMailed, ...changed } = await administration.welcomeAgain(account.id, email);
      made.replaceChildren(
        el("p", { class: "quiet" }, isMailed ? words.linkMailed : words.linkNotMailed, " ", bdi(changed.email)),
        ...loginLinkCard(link));
      onChanged(changed);
    }),
  });
  root.querySelector("button").classList.add("plain");
  return [el("p", { class: "quiet" }, words.welcomeAgainWhy), notice, root, made];
}
