// The page of a link that whoever runs the server has made for someone who has no other way in.
import { api } from "./api.js";
import { showDoor } from "./door.js";
import { form } from "./form.js";
import { words } from "./words.js";

export function showLoginLink({ token, onSignedIn }) {
  // A press, since the link is good for once and programs that look into mails open links too.
  const { root } = form({
    inputs: [], submit: words.signIn, submitting: words.signingIn,
    async onSubmit() {
      onSignedIn((await api.signInByLink(token)).user);
    },
  });
  showDoor({ title: words.signInTitle, lead: words.loginLinkLead, content: [root] });
}
