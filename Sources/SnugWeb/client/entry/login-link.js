// A link that signs in once: made at the server for someone who has no other way in, or mailed to the address that an
// account had before, which it takes back.
import { door } from "../calls/door.js";
import { form } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { toSignIn } from "./links.js";

export function showLoginLink({ token, onSignedIn }) {
  if (!token) return showAuthLayout({ title: words.linkIncompleteTitle, lead: words.linkIncomplete, content: [toSignIn()] });
  const isTakeBack = /^\d+-back-/.test(token);
  // A press, not the visit itself: mail programs and messengers look at links before people do.
  const { root } = form({
    inputs: [], submit: isTakeBack ? words.takeBack : words.signIn, submitting: words.signingIn,
    async onSubmit() {
      try {
        onSignedIn((await door.signInByLink(token)).user, { isByLink: true });
      } catch (problem) {
        if (problem.code !== "invalid_login_link") throw problem;
        showAuthLayout({ title: words.loginLinkDeadTitle, lead: words.loginLinkDead, content: [toSignIn()] });
      }
    },
  });
  showAuthLayout({
    title: isTakeBack ? words.takeBackTitle : words.loginLinkTitle, lead: isTakeBack ? words.takeBackLead : words.loginLinkLead,
    content: [root, toSignIn(words.otherAccount)],
  });
}
