// A login link for someone who is locked out: it signs them in once, without a password or a code.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { linkCard } from "../../links/link-card.js";
import { el } from "../../ui/dom.js";
import { form } from "../../ui/form.js";
import { fullTime } from "../../ui/time.js";
import { words } from "../../words/words.js";

export const loginLinkCard = ({ url, expires_at: expires }) => [
  linkCard({ url, linkLabel: words.loginLink, pictureLabel: words.loginLinkQR, shareLabel: words.share }),
  el("p", { class: "quiet" }, words.loginLinkUntil(fullTime(Date.parse(expires)))),
];

/// The button that makes one, and then the link in its place.
export function loginLinkMaker({ account, onSignInAgain }) {
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });
  const made = el("div", { class: "made", role: "status" });
  const { root } = form({
    inputs: [], submit: words.makeLoginLink, submitting: words.makingLoginLink,
    onSubmit: () => guard(async () => made.replaceChildren(...loginLinkCard(await administration.makeLoginLink(account.id)))),
  });
  root.querySelector("button").classList.add("plain");
  return [el("p", { class: "quiet" }, words.loginLinkWhy), notice, root, made];
}
