// Backups: the time of the last proven one, all that are kept, and one more on demand.
import { api } from "../models/api.js";
import { el, setText, show } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { fullTime } from "../ui/time.js";
import { currentLocale, words } from "../words/words.js";

export function backupsSection({ toast }) {
  const lastGood = el("p", { class: "notice", role: "status", hidden: true });
  const failure = el("div", { class: "form-error", role: "alert", hidden: true });
  const list = pagedList({
    async page() {
      const { backups, last_good_at: at, last_failure: reason } = await api.backups();
      setText(lastGood, at ? words.lastBackup(fullTime(Date.parse(at))) : words.noProvenBackup);
      show(lastGood, true);
      failure.replaceChildren(el("p", {}, words.backupFailed), el("p", {}, reason ?? ""));
      show(failure, reason !== null);
      return { items: backups.map((backup) => ({ id: backup.name, ...backup })), hasMore: false };
    },
    entry, nothing: words.noBackups,
  });
  const { root: make } = form({
    inputs: [], submit: words.makeBackup, submitting: words.makingBackup,
    async onSubmit() {
      try {
        const { messages } = await api.makeBackup();
        toast.say(words.backupMade(messages));
      } finally {
        await list.reload();
      }
    },
  });

  return section(words.backups, el("p", { class: "quiet" }, words.backupsLead), lastGood, failure, make, ...list.parts);
}

function entry({ name, taken_at: takenAt, bytes, proven: isProven, messages }) {
  return el("li", { class: "entry" },
    el("div", { class: "grow" },
      el("p", { class: "entry-name" },
        takenAt ? el("time", { datetime: takenAt }, fullTime(Date.parse(takenAt))) : name,
        el("span", { class: isProven ? "tag ok" : "tag warning" }, isProven ? words.proven : words.unproven)),
      el("p", { class: "quiet facts" },
        el("span", {}, size(bytes)), messages !== null && el("span", {}, words.messageCount(messages)),
        takenAt && el("span", {}, name))));
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/// "1.2 MB", in the reader's language.
function size(bytes) {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  return new Intl.NumberFormat(currentLocale(), {
    style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
