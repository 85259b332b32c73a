// The pages of the administration, a tab for each part.
import { isAdministrator } from "../models/room-rights.js";
import { el } from "../ui/dom.js";
import { page } from "../ui/page.js";
import { learnMore, words } from "../words/words.js";
import { accountsSection } from "./people/accounts.js";
import { auditSection } from "./audit.js";
import { backupsSection } from "./backups.js";
import { findingsSections } from "./server/findings.js";
import { invitesSection } from "./invites/invites.js";
import { roomsSection } from "./rooms.js";
import { serverSettingsSection } from "./server/server-settings.js";
import { sessionsSection } from "./people/sessions.js";

/// The parts by their names in the address, in the order of the tabs; a new one is named in pages.js too. `make` takes
/// the surroundings of a page and gives a section, or several in one.
const parts = {
  "admin": { title: () => words.accounts, make: accountsSection },
  "admin/invites": { title: () => words.invites, make: invitesSection },
  "admin/devices": { title: () => words.devices, make: sessionsSection },
  "admin/rooms": { title: () => words.rooms, make: roomsSection },
  "admin/backups": { title: () => words.backups, make: backupsSection },
  "admin/findings": { title: () => words.findings, make: findingsSections },
  "admin/settings": { title: () => words.settings, make: serverSettingsSection },
  "admin/audit": { title: () => words.audit, make: auditSection },
};

/// Only administrators fetch them.
const spoken = {
  en: () => import("../words/admin-en.js"),
  de: () => import("../words/admin-de.js"),
};

export async function admin(surroundings) {
  await learnMore(spoken);
  const { chat, name } = surroundings;
  if (!isAdministrator(chat.me)) return page(words.admin, el("p", { class: "notice" }, words.adminsOnly));
  const tabs = el("nav", { class: "tabs", "aria-label": words.admin },
    ...Object.entries(parts).map(([each, { title }]) =>
      el("a", { class: "tab", href: `#/${each}`, "aria-current": each === name && "page" }, title())));
  // Once it is in the page: on a phone there are more tabs than fit.
  requestAnimationFrame(() => tabs.querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" }));
  return page(words.admin, tabs, parts[name].make(surroundings));
}
