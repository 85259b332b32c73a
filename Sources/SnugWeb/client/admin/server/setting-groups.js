// The server's settings in the groups that people look for them in. Pure.

/// The beginnings of their keys, by group; the groups in the order of the page. Mail has a page of its own.
const beginnings = {
  site: ["site."],
  access: ["registration", "session."],
  mail: ["smtp.", "mail.from", "ehlo."],
  limits: ["message.", "act.", "sockets.", "file", "attachment", "storage", "upload"],
  notifications: ["push", "mail.missed."],
  backups: ["backup."],
  reach: ["listen", "http.", "tls.", "trusted."],
  upkeep: ["database", "node.", "log.", "metrics.", "check."],
};

const groupOf = (key) => Object.keys(beginnings).find((group) => beginnings[group].some((beginning) => key.startsWith(beginning))) ?? "other";

/// `[{group, settings}]`, without groups that are empty; a setting that nobody has put anywhere is among the "other".
export function grouped(settings) {
  return [...Object.keys(beginnings), "other"]
    .map((group) => ({ group, settings: settings.filter(({ key }) => groupOf(key) === group) }))
    .filter(({ settings: own }) => own.length > 0);
}
