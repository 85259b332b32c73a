// Who is who: names by user id, learned from wherever the server says one.

export class People {
  #names = new Map();

  /// Whether anything new was learned.
  learn(users) {
    let isNew = false;
    for (const { id, name } of users) {
      if (this.#names.get(id) === name) continue;
      this.#names.set(id, name);
      isNew = true;
    }
    return isNew;
  }

  knows(id) {
    return this.#names.has(id);
  }

  /// The name, or null while it is unknown.
  name(id) {
    return this.#names.get(id) ?? null;
  }
}
