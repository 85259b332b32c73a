// The pages beside the rooms, by their names in the address. Each is fetched when it is first wanted.

const admin = async (surroundings) => (await import("./admin/admin.js")).admin(surroundings);

export const pages = {
  settings: async (surroundings) => (await import("./settings/settings.js")).settings(surroundings),
  admin,
  "admin/invites": admin,
  "admin/devices": admin,
  "admin/rooms": admin,
  "admin/backups": admin,
  "admin/findings": admin,
  "admin/settings": admin,
  "admin/audit": admin,
};

/// The pages of a room.
export const roomPages = {
  about: async (surroundings) => (await import("./rooms/about.js")).roomAbout(surroundings),
};
