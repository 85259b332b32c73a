// The dialog that adds a person: an account without a password, whose holder comes in by a link.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { selectField } from "../../choices/select-field.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el } from "../../ui/dom.js";
import { emailField, form, nameField } from "../../ui/form.js";
import { words } from "../../words/words.js";
import { loginLinkCard } from "./login-link.js";

export function showNewAccount({ chat, onSignInAgain, onAdded }) {
  const isOwner = chat.me.role === "owner";
  const role = selectField({
    label: words.role, hint: words.rolesExplained, name: "role", value: "member",
    options: ["member", "admin", "owner"].map((each) => [each, words.roles[each]]),
  });
  const name = nameField();
  name.input.setAttribute("autocomplete", "off");
  name.root.querySelector("label").textContent = words.theirName;
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });
  const { root } = form({
    inputs: [name, emailField("", "off"), ...(isOwner ? [role] : [])], submit: words.addPerson, submitting: words.addingPerson,
    onSubmit: (values) => guard(async () => {
      done(await administration.addAccount(values));
      await onAdded();
    }),
  });
  const body = el("div", { class: "dialog-body scrolling" }, el("p", { class: "quiet" }, words.addPersonLead), notice, root);
  const dialog = showDialog({ title: words.addPerson, className: "brief", content: [body] });

  function done({ name: called, email, login_link: link, mailed: isMailed }) {
    const title = el("p", { tabindex: "-1", class: "done" }, words.personAdded(called));
    body.replaceChildren(title,
      el("p", { class: "quiet" }, isMailed ? words.linkMailed : words.linkNotMailed, " ", bdi(email)),
      ...loginLinkCard(link),
      el("button", { type: "button", class: "button plain", onclick: () => dialog.close() }, words.close));
    title.focus();
  }
}
