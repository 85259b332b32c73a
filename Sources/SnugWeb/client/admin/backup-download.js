// Taking a backup away: for owners who have just signed in, after a word on what is in the file.
import { administration } from "../calls/administration.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { showConfirmation } from "../ui/confirmation.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

/// `notice` says that the sign-in is too long ago; `button(backup)` asks, then has the browser download the file.
export function backupDownload({ onSignInAgain }) {
  const { notice, guard } = recentSignIn({ because: words.downloadTooLate, onSignInAgain });

  async function mayDownload(name) {
    try {
      await administration.mayDownloadBackup(name);
    } catch (problem) {
      // The answer to HEAD has no words; an owner is forbidden it for this reason alone.
      throw problem.status === 403 ? Object.assign(problem, { code: "recent_sign_in_required" }) : problem;
    }
  }

  const download = (name) => guard(async () => {
    await mayDownload(name);
    el("a", { href: administration.backupAddress(name), download: name }).click();
  });

  const ask = (name) => showConfirmation({
    title: words.downloadTitle, lead: words.downloadLead, submit: words.download, submitting: words.downloading,
    onConfirmed: () => download(name),
  });

  return {
    notice,
    button: ({ name }) => el("button", {
      type: "button", class: "button plain", "aria-label": words.downloadLabel(name), onclick: () => ask(name),
    }, words.download),
  };
}
