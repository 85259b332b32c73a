// The members of the rooms that were opened, as answers and frames tell of them.

export class Members {
  #byRoom = new Map();
  /// The lists of names by room, kept until its members change.
  #named = new Map();
  #people;

  constructor(people) {
    this.#people = people;
  }

  /// `[{user_id, name, role, read_seq, …}]`, or null while they are unknown.
  of(roomId) {
    return this.#byRoom.get(roomId) ?? null;
  }

  /// `[{id, name}]`, the same list until they change; none while they are unknown.
  named(roomId) {
    const members = this.of(roomId);
    if (members && !this.#named.has(roomId))
      this.#named.set(roomId, members.map(({ user_id: id, name }) => ({ id, name: this.#people.name(id) ?? name })));
    return this.#named.get(roomId) ?? [];
  }

  learn(roomId, members) {
    this.#people.learn(members.map(({ user_id: id, name, online, picture_url }) => ({ id, name, online, picture_url })));
    this.#set(roomId, members);
  }

  forget(roomId) {
    this.#byRoom.delete(roomId);
    this.#named.delete(roomId);
  }

  /// Someone came, left, or has another role.
  changed({ room_id: roomId, user, role, joined }, lastSeq) {
    const members = this.of(roomId);
    if (!members) return;
    const known = members.find(({ user_id: id }) => id === user.id);
    const others = members.filter((member) => member !== known);
    const member = { read_seq: lastSeq, ...known, user_id: user.id, name: user.name, role, online: user.online };
    this.#set(roomId, joined ? [...others, member] : others);
  }

  /// Someone may have another name.
  renamed({ id, name }) {
    if (name === undefined) return;
    for (const [roomId, members] of this.#byRoom)
      if (members.some((each) => each.user_id === id && each.name !== name))
        this.#set(roomId, members.map((each) => (each.user_id === id ? { ...each, name } : each)));
  }

  /// Gives true if the member is known and had not read as far.
  readBy(roomId, userId, seq) {
    const members = this.of(roomId);
    const member = members?.find(({ user_id: id }) => id === userId);
    if (!member || (member.read_seq ?? 0) >= seq) return false;
    // The names stay as they are.
    this.#byRoom.set(roomId, members.map((each) => (each === member ? { ...each, read_seq: seq } : each)));
    return true;
  }

  /// The numbers of those who have read up to `seq`.
  readers(roomId, seq) {
    return (this.of(roomId) ?? []).filter(({ read_seq: read }) => read >= seq).map(({ user_id: id }) => id);
  }

  #set(roomId, members) {
    this.#byRoom.set(roomId, members);
    this.#named.delete(roomId);
  }
}
