// The rooms that one is in, with the members of those that were opened.
import { api } from "./api.js";
import * as roomList from "./rooms.js";

export class JoinedRooms {
  #byId = new Map();
  #members = new Map();
  /// The lists of names by room, kept until its members change.
  #named = new Map();
  #me;
  #people;
  #background;
  #emit;

  /// `me` is the user's number; `emit(type, detail)` tells of "rooms", "people" and, with `{roomId}`, "receipts".
  constructor({ me, people, background, emit }) {
    this.#me = me;
    this.#people = people;
    this.#background = background;
    this.#emit = emit;
  }

  get sorted() { return roomList.sorted(this.#byId); }
  get unread() { return roomList.unreadInAll(this.#byId); }
  get(id) { return this.#byId.get(id) ?? null; }
  has(id) { return this.#byId.has(id); }
  members(id) { return this.#members.get(id) ?? null; }
  isBehind(hello) { return roomList.isBehind(this.#byId, hello); }

  replace(list) { this.#set(roomList.replaced(this.#byId, list)); }
  upsert(room) { this.#set(roomList.upserted(this.#byId, room)); }
  changed(message) { this.#set(roomList.changed(this.#byId, message)); }
  read(id, seq) { this.#set(roomList.read(this.#byId, id, seq)); }

  /// `isMention`: the message names the reader.
  arrived(message, isMention = false) {
    this.#set(roomList.arrived(this.#byId, message, this.#me, isMention));
  }

  /// The rest of the page hears "left" from its caller.
  remove(id) {
    this.#set(roomList.left(this.#byId, id));
    this.#members.delete(id);
    this.#named.delete(id);
  }

  // Members

  /// `[{id, name}]`, the same list until they change; none while they are unknown.
  membersNamed(id) {
    const members = this.members(id);
    if (members && !this.#named.has(id)) this.#named.set(id, members.map(({ user_id: user, name }) => ({ id: user, name })));
    return this.#named.get(id) ?? [];
  }

  loadMembers(id) {
    return this.#background(`members ${id}`, async () => this.learnMembers(await api.room(id)));
  }

  /// Takes the members from a room's answer; lists of rooms have none.
  learnMembers(room) {
    if (!room.members) return;
    this.#members.set(room.id, room.members);
    this.#named.delete(room.id);
    this.#people.learn(room.members.map(({ user_id: id, name, online }) => ({ id, name, online })));
    this.#emit("people");
  }

  /// A member, or oneself on another device, has read up to `seq`.
  readBy({ room_id: roomId, user_id: userId, seq }) {
    if (userId === this.#me) return this.read(roomId, seq);
    const members = this.members(roomId);
    if (!members) return;
    this.#members.set(roomId, members.map((member) =>
      member.user_id === userId ? { ...member, read_seq: Math.max(member.read_seq ?? 0, seq) } : member));
    this.#emit("receipts", { roomId });
  }

  /// Members other than `author` and oneself who have read up to `seq`.
  readers(id, seq, author) {
    return (this.members(id) ?? [])
      .filter(({ user_id: user, read_seq: read }) => read >= seq && user !== author && user !== this.#me)
      .map(({ user_id: user }) => user);
  }

  /// The other one in a direct room, or null while that is unknown.
  other({ id, kind, last_message: last }) {
    if (kind !== "direct") return null;
    const member = this.members(id)?.find(({ user_id: user }) => user !== this.#me);
    return member?.user_id ?? (last && last.user_id !== this.#me ? last.user_id : null);
  }

  #set(rooms) {
    if (rooms === this.#byId) return;
    this.#byId = rooms;
    this.#emit("rooms");
  }
}
