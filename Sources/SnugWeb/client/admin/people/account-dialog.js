// The dialog in which an administrator changes an account.
import { administration } from "../../calls/administration.js";
import { showConfirmation } from "../../ui/confirmation.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el } from "../../ui/dom.js";
import { form } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { words } from "../../words/words.js";
import { selectField } from "../../choices/select-field.js";
import { sessionList } from "./sessions.js";

/// `onChanged(account)` gets the account as it now is.
export function showAccount({ account, chat, toast, onChanged }) {
  const { id, name, email, role, deactivated: isDeactivated } = account;

  async function change(what, sentence) {
    onChanged(await administration.changeAccount(id, what));
    dialog.close();
    toast.say(sentence);
  }

  const roles = chat.me.role === "owner" ? ["member", "admin", "owner"] : ["member", "admin"];
  const chosen = selectField({
    label: words.role, hint: words.rolesExplained, name: "role", value: role, options: roles.map((each) => [each, words.roles[each]]),
  });
  const { root } = form({
    inputs: [chosen], submit: words.save, submitting: words.saving,
    onSubmit: (values) => change(values, words.saved),
  });
  const activity = isDeactivated
    ? form({
      inputs: [], submit: words.reactivate, submitting: words.saving,
      onSubmit: () => change({ deactivated: false }, words.reactivated(name)),
    }).root
    : el("button", { type: "button", class: "button plain danger wide", onclick: askToDeactivate }, words.deactivate);

  function askToDeactivate() {
    showConfirmation({
      title: words.deactivateTitle(name), lead: words.deactivateLead, submit: words.deactivate,
      onConfirmed: () => change({ deactivated: true }, words.nowDeactivated(name)),
    });
  }

  const dialog = showDialog({
    title: name, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("p", { class: "quiet" }, bdi(email)), root, activity,
      section(words.devices, ...sessionList({ chat, toast, account })))],
  });
}
