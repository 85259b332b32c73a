// The set-up page: the person who opens the link from the server's console becomes the owner.
import { api } from "../models/api.js";
import { emailField, form, nameField, newPasswordField } from "../ui/form.js";
import { words } from "../words/words.js";
import { showAuthLayout } from "./auth-layout.js";

export function showSetup({ token, onSignedIn }) {
  const { root } = form({
    inputs: [nameField(), emailField(), newPasswordField()], submit: words.setup, submitting: words.settingUp,
    async onSubmit(account) {
      onSignedIn((await api.setup({ token, ...account })).user);
    },
  });
  showAuthLayout({
    title: words.setupTitle,
    lead: token ? words.setupLead : words.setupNoToken,
    content: token ? [root] : [],
  });
}
