// The offer to choose a password, for someone who came in by a link that works once and has no other way in: made then,
// and now and then at a later start.
import { account } from "../calls/account.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { preferences } from "../text/preferences.js";
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { form, newPasswordField } from "../ui/form.js";
import { learnAccountWords } from "../words/page-words.js";
import { words } from "../words/words.js";

/// A link lets a password be chosen for a day.
const againAfterMilliseconds = 8 * 3_600_000;

/// `isByLink`: they have come in by one just now.
export async function offerPassword({ isByLink, onSignInAgain }) {
  const me = await reached();
  if (me?.has_password && isByLink) return askIfKnown();
  if (me?.has_password !== false || me.passkeys.length) return;
  if (!preferences.isDue(`password-offer-${me.id}`, againAfterMilliseconds) && !isByLink) return;
  await learnAccountWords();
  const { notice, guard } = recentSignIn({ because: words.passwordTooLate, onSignInAgain });
  const { root } = form({
    inputs: [newPasswordField(words.newPassword)], submit: words.choosePassword, submitting: words.saving,
    onSubmit: ({ password }) => guard(async () => {
      await account.change({ password });
      dialog.close();
    }),
  });
  root.prepend(el("input", { type: "email", autocomplete: "username", value: me.email, hidden: true }));
  root.append(el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, words.notNow));
  const dialog = showDialog({
    title: words.choosePasswordTitle, className: "brief",
    content: [el("div", { class: "dialog-body" }, el("p", {}, isByLink ? words.choosePasswordLead : words.noPasswordYet), notice, root)],
  });
}

/// Someone who came by a link may have forgotten their password, for which the settings would ask.
async function askIfKnown() {
  await learnAccountWords();
  const dialog = showDialog({
    title: words.linkCameTitle, className: "brief",
    content: [el("div", { class: "dialog-body" },
      el("p", {}, words.linkCameLead),
      el("a", { class: "button wide", href: "#/settings/forgot" }, words.forgottenTitle),
      el("button", { type: "button", class: "button plain wide", onclick: () => dialog.close() }, words.passwordKnown))],
  });
}

/// One's own account as it is now; null where the server does not say.
async function reached() {
  try {
    return await account.me();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    return null;
  }
}
