// Backups: the time of the last proven one, all that are kept, one more on demand, and taking one away.
import { administration } from "../calls/administration.js";
import { age } from "../drawing/duration.js";
import { size } from "../text/size.js";
import { el, setText, show } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { fullTime } from "../ui/time.js";
import { currentLocale, words } from "../words/words.js";
import { backupDownload } from "./backup-download.js";
import { backupProgress } from "./backup-progress.js";

const lookEveryMilliseconds = 1_000;

export function backupsSection({ chat, toast, signal, onSignInAgain }) {
  const lastGood = el("p", { class: "notice", role: "status", hidden: true });
  const failure = el("div", { class: "form-error", role: "alert", hidden: true });
  const progress = backupProgress();
  const download = backupDownload({ onSignInAgain });
  const isOwner = chat.me.role === "owner";
  let timer = null;

  const list = pagedList({
    async page() {
      const { backups, making, last_good_at: at, last_failure: reason } = await administration.backups();
      const proven = lastProven(at, backups);
      setText(lastGood, proven === null ? words.noProvenBackup : words.lastBackup(fullTime(proven)));
      show(lastGood, true);
      failure.replaceChildren(el("p", {}, words.backupFailed), el("p", {}, reason ?? ""));
      show(failure, reason !== null);
      watch(making);
      return { items: backups.map((backup) => ({ id: backup.name, ...backup })), hasMore: false };
    },
    entry: (backup) => entry(backup, isOwner && download.button(backup)),
    nothing: words.noBackups,
  });

  /// While one is being made, by night or by whomever, looks how far it is; then lists it.
  function watch(making) {
    progress.tell(making);
    clearTimeout(timer);
    if (making && !signal.aborted) timer = setTimeout(look, lookEveryMilliseconds);
  }

  async function look() {
    try {
      const { making } = await administration.backups();
      if (making) watch(making);
      else await list.reload();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      progress.tell(null);
      if (problem.isPassing && !signal.aborted) timer = setTimeout(look, lookEveryMilliseconds);
    }
  }

  const { root: make } = form({
    inputs: [], submit: words.makeBackup, submitting: words.makingBackup,
    async onSubmit() {
      timer = setTimeout(look, lookEveryMilliseconds);
      try {
        const { messages } = await administration.makeBackup();
        toast.say(words.backupMade(messages));
      } finally {
        clearTimeout(timer);
        await list.reload();
      }
    },
  });

  signal.addEventListener("abort", () => clearTimeout(timer));
  return section(words.backups, el("p", { class: "quiet" }, words.backupsLead), lastGood, failure, make, progress.root,
    download.notice, ...list.parts);
}

/// The time of the newest proven backup, null where there is none: of those that are kept, or as the database noted it,
/// which after a restore knows of none that came later.
export function lastProven(noted, backups) {
  const times = [noted, ...backups.filter(({ proven }) => proven).map(({ taken_at: at }) => at)].filter(Boolean).map(Date.parse);
  return times.length ? Math.max(...times) : null;
}

function entry({ name, taken_at: takenAt, bytes, proven: isProven, messages }, button) {
  return el("li", { class: "entry roomy" },
    el("div", { class: "grow" },
      el("p", { class: "entry-name" },
        takenAt ? el("time", { datetime: takenAt }, fullTime(Date.parse(takenAt))) : name,
        el("span", { class: isProven ? "tag ok" : "tag warning" }, isProven ? words.proven : words.unproven)),
      el("p", { class: "quiet facts" },
        takenAt && el("span", {}, age(Date.parse(takenAt), Date.now())),
        el("span", {}, size(bytes, currentLocale())), messages !== null && el("span", {}, words.messageCount(messages)),
        takenAt && el("span", {}, name))),
    button);
}
