// A link that signs in once, made by whoever runs the server for someone who has no other way in.
import { api } from "../models/api.js";
import { showDoor } from "./door.js";
import { form } from "../ui/form.js";
import { toDoor } from "./invite.js";
import { words } from "../words/words.js";

export function showLoginLink({ token, onSignedIn }) {
  if (!token) return showDoor({ title: words.linkIncompleteTitle, lead: words.linkIncomplete, content: [toDoor()] });
  // A press, not the visit itself: mail programs and messengers look at links before people do.
  const { root } = form({
    inputs: [], submit: words.signIn, submitting: words.signingIn,
    async onSubmit() {
      try {
        onSignedIn((await api.signInByLink(token)).user);
      } catch (problem) {
        if (problem.code !== "invalid_login_link") throw problem;
        showDoor({ title: words.loginLinkDeadTitle, lead: words.loginLinkDead, content: [toDoor()] });
      }
    },
  });
  showDoor({ title: words.loginLinkTitle, lead: words.loginLinkLead, content: [root, toDoor(words.otherAccount)] });
}
