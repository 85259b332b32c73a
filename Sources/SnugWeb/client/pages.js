// The pages beside the rooms, by their names in the address. Each is fetched when it is first wanted.
import { learnPageWords } from "./words/page-words.js";

/// Gives a page, fetched with its words.
const beside = (fetch, make) => async (surroundings) => {
  const [module] = await Promise.all([fetch(), learnPageWords()]);
  return module[make](surroundings);
};

const admin = beside(() => import("./admin/admin.js"), "admin");

const search = beside(() => import("./search/search.js"), "searchPage");

const adminParts = ["people", "waiting", "invites", "devices", "rooms", "settings", "mail", "backups", "findings", "audit"];

export const pages = {
  search,
  mentions: beside(() => import("./rooms/mentions.js"), "mentionsPage"),
  settings: beside(() => import("./settings/settings.js"), "settings"),
  "settings/forgot": beside(() => import("./settings/password/forgotten.js"), "forgottenPassword"),
  admin,
  ...Object.fromEntries(adminParts.map((part) => [`admin/${part}`, admin])),
};

/// The pages of a room.
export const roomPages = {
  about: beside(() => import("./rooms/about.js"), "roomAbout"),
  search,
  files: beside(() => import("./attachments/files-page.js"), "filesPage"),
};
