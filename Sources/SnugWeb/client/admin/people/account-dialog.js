// The card of a person, for administrators: role, help for who is locked out, devices, and the end of the account.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { selectField } from "../../choices/select-field.js";
import { personAvatar } from "../../ui/avatar.js";
import { showConfirmation } from "../../ui/confirmation.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el } from "../../ui/dom.js";
import { form } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { words } from "../../words/words.js";
import { loginLinkMaker } from "./login-link.js";
import { sessionList } from "./sessions.js";
import { welcomeAgain } from "./welcome-again.js";

/// `onChanged(account)` gets the account as it now is.
export function showAccount({ account, chat, toast, onSignInAgain, onChanged }) {
  const { id, name, email, role, deactivated: isDeactivated, picture_url: picture } = account;
  const isOwner = chat.me.role === "owner";
  // An administrator who could sign in as another would be both of them.
  const mayHelp = !isDeactivated && id !== chat.me.id && (isOwner || role === "member");

  async function change(what, sentence) {
    const after = await administration.changeAccount(id, what);
    onChanged(after);
    dialog.close();
    // The server voids what somebody knew who is no administrator any more: the link on the wall is another then.
    const isOver = role !== "member" && !isDeactivated && (after.role === "member" || after.deactivated);
    toast.say(isOver ? `${sentence} ${words.knownInvitesVoid}` : sentence);
  }

  const roles = isOwner ? ["member", "admin", "owner"] : ["member", "admin"];
  const chosen = selectField({
    label: words.role, hint: words.rolesExplained, name: "role", value: role, options: roles.map((each) => [each, words.roles[each]]),
  });
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });
  const { root } = form({
    inputs: [chosen], submit: words.save, submitting: words.saving,
    onSubmit: (values) => guard(() => change(values, words.saved)),
  });
  const withoutPicture = picture && form({
    inputs: [], submit: words.removePicture, submitting: words.saving,
    async onSubmit() {
      await administration.removePicture(id);
      onChanged({ ...account, picture_url: undefined });
      dialog.close();
      toast.say(words.pictureRemovedOf(name));
    },
  }).root;
  withoutPicture?.querySelector("button").classList.add("plain");
  const activity = isDeactivated
    ? form({
      inputs: [], submit: words.reactivate, submitting: words.saving,
      onSubmit: () => change({ deactivated: false }, words.reactivated(name)),
    }).root
    : el("button", { type: "button", class: "button plain danger wide", onclick: askToDeactivate }, words.deactivate);

  function askToDeactivate() {
    showConfirmation({
      title: words.deactivateTitle(name), lead: words.deactivateLead, submit: words.deactivate, isDangerous: true,
      onConfirmed: () => change({ deactivated: true }, words.nowDeactivated(name)),
    });
  }

  const dialog = showDialog({
    title: name, className: "brief",
    content: [el("div", { class: "dialog-body scrolling" },
      el("div", { class: "person-head" }, personAvatar(id, name, { picture }), el("p", { class: "quiet" }, bdi(email))), notice, root,
      mayHelp && section(words.helpIn,
        ...(account.awaited ? welcomeAgain({ account, onSignInAgain, onChanged }) : loginLinkMaker({ account, onSignInAgain }))),
      section(words.devices, ...sessionList({ chat, toast, account })),
      section(words.accountEnds, withoutPicture, activity))],
  });
}
