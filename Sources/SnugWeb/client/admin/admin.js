// The pages of the administration, each fetched when it is first wanted.
import { isAdministrator } from "../models/people.js";
import { el } from "../ui/dom.js";
import { page } from "../ui/page.js";
import { learnMore, words } from "../words/words.js";
import { navigation } from "./navigation.js";
import { waitingBadge } from "./waiting-badge.js";

/// The parts by their names in the address, in groups; a new one is named in pages.js too. `make` fetches a part: it
/// takes the surroundings of a page and gives a section, or several in one.
const groups = [
  {
    "admin": { title: () => words.overview, sign: "overview", make: async () => (await import("./overview/overview.js")).overviewSections },
  }, {
    "admin/people": { title: () => words.accounts, sign: "people", make: async () => (await import("./people/accounts.js")).accountsSection },
    "admin/waiting": { title: () => words.waiting, sign: "waiting", make: async () => (await import("./people/waiting.js")).waitingSection },
    "admin/invites": { title: () => words.invites, sign: "invites", make: async () => (await import("./invites/invites.js")).invitesSections },
    "admin/devices": { title: () => words.devices, sign: "devices", make: async () => (await import("./people/sessions.js")).sessionsSection },
    "admin/rooms": { title: () => words.rooms, sign: "rooms", make: async () => (await import("./rooms.js")).roomsSection },
  }, {
    "admin/settings": { title: () => words.settings, sign: "settings", make: async () => (await import("./server/server-settings.js")).serverSettingsSections },
    "admin/mail": { title: () => words.mail, sign: "mail", make: async () => (await import("./server/mail.js")).mailSections },
    "admin/backups": { title: () => words.backups, sign: "backups", make: async () => (await import("./backups.js")).backupsSection },
    "admin/findings": { title: () => words.findings, sign: "findings", make: async () => (await import("./server/findings.js")).findingsSection },
    "admin/audit": { title: () => words.audit, sign: "audit", make: async () => (await import("./audit.js")).auditSection },
  },
];

/// Only administrators fetch them.
const spoken = {
  en: () => import("../words/admin-en.js"),
  de: () => import("../words/admin-de.js"),
};

export async function admin(surroundings) {
  const { chat, name } = surroundings;
  const [part] = await Promise.all([Object.assign({}, ...groups)[name].make(), learnMore(spoken)]);
  if (!isAdministrator(chat.me)) return page(words.admin, el("p", { class: "notice" }, words.adminsOnly));
  return page(words.admin, el("div", { class: "admin" },
    navigation(groups.map(Object.entries), name, { "admin/waiting": waitingBadge(surroundings.signal) }),
    el("div", { class: "admin-part" }, part(surroundings))));
}
