// The set-up page: the person who opens the link from the server's console becomes the owner; and the pages for those
// who come before that, or after it.
import { door } from "../calls/door.js";
import { siteName } from "../text/site-name.js";
import { el } from "../ui/dom.js";
import { emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";
import { toSignIn } from "./links.js";

/// The name that a site has before anyone has given it one.
const unnamed = "Snug";

export function showSetup({ token, onSignedIn }) {
  if (!token) return showAuthLayout({ title: words.setupTitle, lead: words.setupNoToken, content: [newLink()] });
  // The server names the first room after the site, where that has a name.
  const room = siteName() === unnamed ? words.everyone : undefined;
  const { root } = form({
    inputs: [nameField(), emailField(), newPasswordField()], submit: words.setup, submitting: words.settingUp,
    async onSubmit(account) {
      onSignedIn((await door.setup({ token, room, ...account })).user, { isNew: true });
    },
  });
  showAuthLayout({ title: words.setupTitle, lead: words.setupLead, content: [root] });
}

export const showNotSetUp = () => showAuthLayout({ title: words.notSetUpTitle, lead: words.notSetUp, content: [newLink()] });

export const showIsSetUp = () => showAuthLayout({ title: words.isSetUpTitle, lead: words.isSetUp, content: [toSignIn()] });

const newLink = () => el("pre", { class: "command" }, "snug setup-link");
