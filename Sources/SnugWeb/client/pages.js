// The pages beside the rooms, by their names in the address. Each is fetched when it is first wanted.

export const pages = {
  settings: async (surroundings) => (await import("./settings.js")).settings(surroundings),
};
