// The cards of the first page: health, disk, mail, the last backup, each with the way to its own page.
import { age } from "../../drawing/duration.js";
import { span } from "../../drawing/scale.js";
import { shareLine } from "../../drawing/share-line.js";
import { sign } from "../../drawing/signs.js";
import { size } from "../../text/size.js";
import { el } from "../../ui/dom.js";
import { fullTime } from "../../ui/time.js";
import { currentLocale, words } from "../../words/words.js";

const dayMilliseconds = 86_400_000;
/// Less time than this until the disk is full is worth a warning.
const daysLeftFew = 30;
/// More than this part of the room for files is worth a warning.
const filesFull = 0.9;
/// A night may fail once; two in a row are worth a warning.
const backupDaysOld = 2;

export function healthCard({ errors, warnings, checked_at: checkedAt }) {
  const level = errors ? "error" : warnings ? "warning" : checkedAt === null ? "unknown" : "ok";
  const [well, more] = checkedAt === null ? [words.notChecked, words.notCheckedYet] : [words.nothingToMend, words.allChecked];
  return el("a", { class: `card health ${level}`, href: "#/admin/findings" },
    sign(level === "ok" ? "good" : "findings"),
    el("span", { class: "grow" },
      el("strong", {}, errors ? words.errorsFound(errors) : warnings ? words.warningsFound(warnings) : well),
      " ", el("span", { class: "health-more" }, errors && warnings ? words.warningsToo(warnings) : errors || warnings ? words.seeMends : more)));
}

export const waitingCard = (count) => el("a", { class: "card health warning", href: "#/admin/waiting" },
  sign("waiting"),
  el("span", { class: "grow" }, el("strong", {}, words.peopleWait(count)), " ", el("span", { class: "health-more" }, words.waitingMore)));

export function diskCard(disk, { used, max }) {
  if (disk === null) return card(words.disk, null, el("p", { class: "card-lead" }, words.diskUnknown), el("p", { class: "quiet" }, words.diskUnknownWhy));
  const { free, total, database, backups, days_left: daysLeft } = disk;
  const locale = currentLocale();
  const other = Math.max(0, total - free - database - backups);
  const part = (name, amount) => ({ name, amount, said: size(amount, locale) });
  const areFew = used > max * filesFull;
  const isShort = daysLeft !== null && daysLeft < daysLeftFew;
  return card(words.disk, null,
    el("p", { class: isShort ? "card-lead warning" : "card-lead" }, words.freeOf(size(free, locale), size(total, locale))),
    ...shareLine([part(words.diskDatabase, database), part(words.backups, backups), part(words.diskOther, other), part(words.diskFree, free)]),
    el("p", { class: "quiet" }, daysLeft === null ? words.lastsUnknown : words.lasts(span(daysLeft))),
    el("p", { class: areFew ? "warning" : "quiet" }, words.filesUse(size(used, locale), size(max, locale))));
}

export function mailCard({ relay: hasRelay, waiting, oldest_at: oldest, last_error: lastError }, now) {
  const isStuck = waiting > 0 && oldest !== null && now - Date.parse(oldest) > 300_000;
  return card(words.mail, "#/admin/mail",
    el("p", { class: !hasRelay || isStuck ? "card-lead warning" : "card-lead" },
      !hasRelay ? words.noRelay : waiting ? words.mailsWait(waiting) : words.noMailWaits),
    el("p", { class: "quiet" }, !hasRelay ? words.noRelayWhy : oldest ? words.oldestMail(age(Date.parse(oldest), now)) : words.mailGoesOut),
    lastError && el("p", { class: "quiet" }, words.lastMailError, " ", el("bdi", { lang: "en" }, lastError)));
}

export function backupCard(backup, now) {
  const taken = backup && Date.parse(backup.taken_at);
  const isOld = !backup || now - taken > backupDaysOld * dayMilliseconds;
  return card(words.lastBackupTitle, "#/admin/backups",
    el("p", { class: isOld || !backup.proven ? "card-lead warning" : "card-lead" },
      backup ? el("time", { datetime: backup.taken_at, title: fullTime(taken) }, age(taken, now)) : words.noBackups),
    el("p", { class: "quiet" }, !backup ? words.backupsLead : backup.proven ? words.backupProven : words.backupUnproven));
}

let cards = 0;

function card(title, href, ...content) {
  const id = `card-${++cards}`;
  return el("section", { class: "card", "aria-labelledby": id },
    el("h2", { id }, href ? el("a", { class: "card-link", href }, title) : title), ...content);
}
