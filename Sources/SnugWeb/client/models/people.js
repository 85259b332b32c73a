// The names, pictures and presence of people, learned from any answer or frame.

/// True for those who run the server.
export const isAdministrator = ({ role }) => role === "owner" || role === "admin";

const unknown = { name: null, isOnline: false, lastSeen: null, isDeactivated: false, picture: null };

export class People {
  #byId = new Map();
  /// Kept until a name changes.
  #named = null;
  /// Without a connection, nobody is known to be here, nor when they were here last: that may be now.
  #isConnected = false;

  /// Gives true if anything new was learned. Members that are absent stay as they were.
  learn(users) {
    let isNew = false;
    for (const { id, name, online, last_seen: lastSeen, deactivated, picture_url: picture } of users) {
      const known = this.#byId.get(id) ?? unknown;
      const next = {
        name: name ?? known.name, isOnline: online ?? known.isOnline, lastSeen: lastSeen ?? known.lastSeen,
        isDeactivated: deactivated ?? known.isDeactivated,
        // An answer with the name tells of the picture too.
        picture: name === undefined ? known.picture : picture ?? null,
      };
      if (Object.keys(next).every((key) => next[key] === known[key])) continue;
      this.#byId.set(id, next);
      if (next.name !== known.name || next.picture !== known.picture || next.isDeactivated !== known.isDeactivated) this.#named = null;
      isNew = true;
    }
    return isNew;
  }

  connected() {
    this.#isConnected = true;
  }

  disconnected() {
    this.#isConnected = false;
    for (const [id, person] of this.#byId) this.#byId.set(id, { ...person, isOnline: false, lastSeen: null });
  }

  knows(id) {
    return this.name(id) !== null;
  }

  /// The name, or null while it is unknown.
  name(id) {
    return this.#byId.get(id)?.name ?? null;
  }

  isOnline(id) {
    return this.#isConnected && (this.#byId.get(id)?.isOnline ?? false);
  }

  /// RFC 3339, or null.
  lastSeen(id) {
    return this.#isConnected ? this.#byId.get(id)?.lastSeen ?? null : null;
  }

  isDeactivated(id) {
    return this.#byId.get(id)?.isDeactivated ?? false;
  }

  /// The address of their picture, or null.
  picture(id) {
    return this.#byId.get(id)?.picture ?? null;
  }

  /// The same of all who are known, whether they can come in or not.
  everyone() {
    return [...this.#byId].filter(([, { name }]) => name !== null)
      .map(([id, { name, picture }]) => ({ id, name, ...picture && { picture_url: picture } }));
  }

  /// `[{id, name, picture_url}]` of those who can come in, the same list until a name or picture changes.
  named() {
    this.#named ??= this.everyone().filter(({ id }) => !this.isDeactivated(id));
    return this.#named;
  }
}
