// The calls of those who run the server.
import { call, query } from "../models/api.js";

/// Copying the whole database and looking at relays from outside take their time.
const workWithinMilliseconds = 600_000;
const patient = { within: workWithinMilliseconds };

export const administration = {
  overview: () => call("GET", "/admin/overview"),
  accounts: (parameters) => call("GET", query("/accounts", parameters)),
  addAccount: (account) => call("POST", "/accounts", account),
  changeAccount: (id, change) => call("PATCH", `/users/${id}`, change),
  makeLoginLink: (id) => call("POST", `/users/${id}/login-link`),
  welcomeAgain: (id, email) => call("POST", `/users/${id}/welcome-link`, { email }),
  removePicture: (id) => call("DELETE", `/users/${id}/picture`),
  waiting: () => call("GET", "/admin/waiting"),
  /// The number of people whose code no mail brings: somebody is to hand it on.
  waitingForHand: async () => (await call("GET", "/admin/waiting")).waiting.filter(({ mail }) => !["sent", "handed_on"].includes(mail)).length,
  handCodeOn: (id) => call("POST", `/admin/waiting/${id}/code`),
  invites: () => call("GET", "/invites"),
  makeInvite: (invite) => call("POST", "/invites", invite),
  revokeInvite: (id) => call("DELETE", `/invites/${id}`),
  mailInvite: (id, email) => call("POST", `/invites/${id}/mail`, { email }),
  /// Null where there is none.
  standingInvite: async () => (await call("GET", "/invites")).invites.find(({ standing }) => standing) ?? null,
  renewStandingInvite: () => call("POST", "/invites/standing"),
  rooms: (parameters) => call("GET", query("/admin/rooms", parameters)),
  sessions: (parameters) => call("GET", query("/admin/sessions", parameters)),
  endSession: (id) => call("DELETE", `/admin/sessions/${id}`),
  settings: () => call("GET", "/admin/settings"),
  changeSettings: (changes) => call("PATCH", "/admin/settings", changes),
  backups: () => call("GET", "/admin/backups"),
  makeBackup: () => call("POST", "/admin/backups", undefined, patient),
  mayDownloadBackup: (name) => call("HEAD", `/admin/backups/${encodeURIComponent(name)}`),
  backupAddress: (name) => `/api/v1/admin/backups/${encodeURIComponent(name)}`,
  findings: () => call("GET", "/admin/findings", undefined, patient),
  /// `settings` are tried in place of those that hold, and not kept.
  sendTestMail: (settings) => call("POST", "/admin/test-mail", settings && { settings }, patient),
  audit: (parameters) => call("GET", query("/audit", parameters)),
};
