// What a signed-in page knows: rooms, timelines, people, and the connection that keeps them true.
//
// Events: "rooms", "people", "connection", "over"; with a `detail` of `{roomId}` "timeline", "typing", "receipts" and
// "left"; of `{message}` "arrived", for someone else's new message; of `{sentence}` "failed", for what could not be done.
import { isMentioned } from "../text/markdown.js";
import { preferences } from "../text/preferences.js";
import { api, Problem, session } from "./api.js";
import { OutboxStore } from "./outbox-store.js";
import { Outbox } from "./outbox.js";
import { PendingDeletions } from "./pending-deletions.js";
import { People } from "./people.js";
import * as roomList from "./rooms.js";
import { SnapshotKeeper } from "./snapshot.js";
import { Socket } from "./socket.js";
import { lastSeq, messageAt } from "./timeline.js";
import { Timelines } from "./timelines.js";
import { typingMilliseconds, Typists } from "./typists.js";

const usersKnownAtStart = 200;

export class Chat extends EventTarget {
  #rooms = new Map();
  #members = new Map();
  #typists = new Typists();
  #underway = new Set();
  #reloading = null;
  #isOver = false;
  #socket;
  #keeper;

  constructor(me) {
    super();
    this.me = me;
    this.people = new People();
    this.people.learn([me]);
    this.timelines = new Timelines({
      me: me.id,
      room: (id) => this.room(id),
      onChange: (roomId) => {
        this.outbox.settled(roomId);
        this.#emit("timeline", { roomId });
      },
      background: (what, work) => this.#background(what, work),
    });
    this.#socket = new Socket({
      onFrame: (frame) => this.#received(frame),
      onOpen: (hello) => this.#opened(hello),
      onClose: (how) => this.#closed(how),
      onWake: () => this.#probe(),
    });
    this.outbox = new Outbox({ timelines: this.timelines, socket: this.#socket, store: new OutboxStore(me.id) });
    this.pendingDeletions = new PendingDeletions({ timelines: this.timelines, onFailed: (problem) => this.#failed(problem) });
    this.#keeper = new SnapshotKeeper(this);
    session.addEventListener("unauthenticated", () => this.#over());
  }

  get isConnected() { return this.#socket.isOpen; }
  get rooms() { return roomList.sorted(this.#rooms); }
  get unread() { return roomList.unreadInAll(this.#rooms); }
  room(id) { return this.#rooms.get(id) ?? null; }
  members(id) { return this.#members.get(id) ?? null; }
  typing(id) { return this.#typists.in(id, Date.now()); }

  /// What was last seen here, before the server says how it is now.
  restore({ rooms, people, timelines }) {
    this.people.learn(people);
    this.#setRooms(roomList.replaced(this.#rooms, rooms));
    for (const { roomId, messages, hasOlder, rev } of timelines)
      this.timelines.apply(roomId, { type: "page", messages, has_more: hasOlder, rev });
  }

  start() {
    this.#socket.start();
    this.outbox.restore();
  }

  stop() {
    this.#isOver = true;
    this.#socket.stop();
  }

  /// A session that is over already needs no ending.
  async signOut() {
    this.#isOver = true;
    try {
      await api.logout();
    } catch (problem) {
      if (problem.status !== 401) {
        this.#isOver = false;
        throw problem;
      }
    }
    this.stop();
    await this.#keeper.forget();
  }

  async rename(name) {
    this.me = await api.changeMe({ name });
    this.people.learn([this.me]);
    this.#emit("people");
  }

  reconnect() {
    this.#socket.retryNow();
  }

  // Rooms

  /// Asked for again while it is under way, it is still one request.
  reloadRooms() {
    this.#reloading ??= this.#reloadRooms().finally(() => { this.#reloading = null; });
    return this.#reloading;
  }

  async #reloadRooms() {
    const { rooms } = await api.rooms();
    this.#setRooms(roomList.replaced(this.#rooms, rooms));
    for (const { messages, loaded, hasNewer, roomId } of this.timelines.all()) {
      // What came by the socket before its room was in the list.
      if (messages.length) this.#setRooms(roomList.arrived(this.#rooms, messages.at(-1), this.me.id));
      const last = this.room(roomId)?.last_seq ?? 0;
      if (loaded && !hasNewer && last > lastSeq(this.timelines.get(roomId))) this.timelines.fillGap(roomId, last);
    }
  }

  async create(room) {
    return this.#entered(await api.createRoom(room));
  }

  async join(id) {
    await api.addMember(id, this.me.id);
    return this.#entered(await api.room(id));
  }

  /// What there is to know of a room, which one may be outside of.
  async about(id) {
    const room = await api.room(id);
    if (this.#rooms.has(id)) this.#setRooms(roomList.upserted(this.#rooms, room));
    this.#learnMembers(room);
    return room;
  }

  addMember(id, userId) {
    return api.addMember(id, userId);
  }

  removeMember(id, userId) {
    return api.removeMember(id, userId);
  }

  async renameRoom(id, name) {
    this.#setRooms(roomList.upserted(this.#rooms, await api.renameRoom(id, name)));
  }

  async setNotify(id, notify) {
    await api.notify(id, notify);
    this.#setRooms(roomList.upserted(this.#rooms, { id, notify, muted: notify === "nothing" }));
  }

  async leave(id) {
    await api.removeMember(id, this.me.id);
    this.#left(id);
  }

  async deleteRoom(id) {
    await api.deleteRoom(id);
    this.#left(id);
  }

  /// Loads the newest messages and the members, where they are not here yet.
  async open(id) {
    if (!this.#members.has(id)) this.#loadMembers(id);
    await this.timelines.open(id);
  }

  /// The other one in a direct room, or null while that is unknown.
  other({ id, kind, last_message: last }) {
    if (kind !== "direct") return null;
    const member = this.members(id)?.find(({ user_id: user }) => user !== this.me.id);
    return member?.user_id ?? (last && last.user_id !== this.me.id ? last.user_id : null);
  }

  /// Who, other than its author and oneself, has read as far as `seq`.
  readers(id, seq) {
    const author = messageAt(this.timelines.get(id), seq)?.user_id;
    return (this.members(id) ?? [])
      .filter(({ user_id: user, read_seq: read }) => read >= seq && user !== author && user !== this.me.id)
      .map(({ user_id: user }) => user);
  }

  /// The reader has seen everything up to `seq`.
  markRead(id, seq) {
    const room = this.room(id);
    if (!room || seq <= room.read_seq) return;
    this.#setRooms(roomList.read(this.#rooms, id, seq));
    this.#socket.send({ type: "read", room_id: id, seq });
  }

  // Messages

  post(id, content, replyTo) {
    this.#typists.sent(id);
    this.outbox.post(id, content, replyTo);
  }

  async edit(id, seq, content) {
    const message = await api.editMessage(id, seq, content);
    if (message) this.#changed(message);
  }

  async react(id, seq, emoji, isOn) {
    this.timelines.apply(id, { type: "reacted", seq, emoji, isOn });
    try {
      await api.react(id, seq, emoji, isOn);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.timelines.applyIfOpened(id, { type: "reacted", seq, emoji, isOn: !isOn });
      this.#failed(problem);
    }
  }

  /// Something was typed: the room is told now and then.
  type(id) {
    if (preferences.get("typing") === "told" && this.#socket.isOpen && this.#typists.isDue(id, Date.now())) this.#socket.send({ type: "typing", room_id: id });
  }

  #entered(room) {
    this.#setRooms(roomList.upserted(this.#rooms, room));
    this.#learnMembers(room);
    return room;
  }

  #setRooms(rooms) {
    if (rooms === this.#rooms) return;
    this.#rooms = rooms;
    this.#emit("rooms");
  }

  // The connection

  #opened(hello) {
    this.#emit("connection");
    this.#learnEveryone();
    if (roomList.isBehind(this.#rooms, hello.rooms)) this.#background("rooms", () => this.reloadRooms());
    for (const [key, { read_seq: read }] of Object.entries(hello.rooms)) {
      const id = Number(key);
      const known = this.room(id)?.read_seq ?? 0;
      // Read while there was no connection to say so.
      if (known > read) this.#socket.send({ type: "read", room_id: id, seq: known });
      else this.#setRooms(roomList.read(this.#rooms, id, read));
    }
    this.#resume((id) => hello.rooms[id]);
    this.outbox.sendAll();
  }

  #closed({ isOver, wasOpen }) {
    this.timelines.disconnected();
    this.people.forgetPresence();
    this.#emit("people");
    this.#emit("connection");
    if (this.#isOver) return;
    if (isOver) this.#over();
    // A browser does not say why an upgrade was refused; REST does.
    else if (!wasOpen) this.#background("me", () => api.me());
  }

  #resume(isWanted) {
    const rooms = this.timelines.positions(isWanted);
    return Object.keys(rooms).length > 0 && this.#socket.send({ type: "resume", rooms });
  }

  #probe() {
    if (this.#resume((id) => this.room(id))) this.#socket.expectAnswer();
    else this.#background("rooms", () => this.reloadRooms());
  }

  #received(frame) {
    switch (frame.type) {
      case "message":
        return this.#messageArrived(frame);
      case "change":
        return this.#changed(frame.message);
      case "ack":
        this.#setRooms(roomList.arrived(this.#rooms, frame.message, this.me.id));
        return this.timelines.applyIfOpened(frame.message.room_id, { type: "acknowledged", message: frame.message });
      case "typing":
        return this.#typingHeard(frame);
      case "presence":
        if (this.people.learn([{ ...frame, id: frame.user_id }])) this.#emit("people");
        return;
      case "error":
        return this.outbox.refused(frame);
      case "read":
        return this.#readBy(frame);
      case "resumed":
        return this.timelines.resumed(frame);
      case "resync":
        this.#background("rooms", () => this.reloadRooms());
        return this.timelines.resync(frame);
      case "room":
        this.#setRooms(roomList.upserted(this.#rooms, frame.room));
        if (this.#members.has(frame.room.id)) this.#loadMembers(frame.room.id);
        return;
      case "room_left":
        // One who leaves hears of it twice.
        return this.#rooms.has(frame.room_id) && this.#left(frame.room_id);
    }
  }

  #changed(message) {
    this.#setRooms(roomList.changed(this.#rooms, message));
    this.timelines.applyIfOpened(message.room_id, { type: "change", message });
  }

  #typingHeard({ room_id: roomId, user_id: userId }) {
    if (userId === this.me.id) return;
    this.#typists.heard(roomId, userId, Date.now());
    this.#emit("typing", { roomId });
    setTimeout(() => this.#emit("typing", { roomId }), typingMilliseconds);
  }

  #readBy({ room_id: roomId, user_id: userId, seq }) {
    if (userId === this.me.id) return this.#setRooms(roomList.read(this.#rooms, roomId, seq));
    const members = this.members(roomId);
    if (!members) return;
    this.#members.set(roomId, members.map((member) =>
      member.user_id === userId ? { ...member, read_seq: Math.max(member.read_seq ?? 0, seq) } : member));
    this.#emit("receipts", { roomId });
  }

  #messageArrived(message) {
    const room = this.room(message.room_id);
    if (this.#typists.finished(message.room_id, message.user_id)) this.#emit("typing", { roomId: message.room_id });
    // Sending reads.
    this.#readBy(message);
    const isNews = room && message.seq > room.last_seq && message.user_id !== this.me.id;
    if (room) this.#setRooms(roomList.arrived(this.#rooms, message, this.me.id, isMentioned(message.content, this.me)));
    else this.#background("rooms", () => this.reloadRooms());
    this.timelines.applyIfOpened(message.room_id, { type: "message", message });
    if (!this.people.knows(message.user_id)) this.#loadMembers(message.room_id);
    if (isNews) this.#emit("arrived", { message });
  }

  #left(id) {
    this.#setRooms(roomList.left(this.#rooms, id));
    this.timelines.forget(id);
    this.outbox.settled(id);
    this.#members.delete(id);
    this.#emit("left", { roomId: id });
  }

  /// Work that nobody waits for may fail, the next frame or connection tries again; once at a time for each `what`.
  async #background(what, work) {
    if (this.#underway.has(what)) return;
    this.#underway.add(what);
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    } finally {
      this.#underway.delete(what);
    }
  }

  #failed(problem) {
    this.#emit("failed", { sentence: problem.message });
  }

  async #over() {
    if (this.#isOver) return;
    this.stop();
    await this.#keeper.forget();
    this.#emit("over");
  }

  // People

  #learnEveryone() {
    return this.#background("users", async () => {
      const { users } = await api.users({ limit: usersKnownAtStart });
      if (this.people.learn(users)) this.#emit("people");
    });
  }

  #loadMembers(id) {
    return this.#background(`members ${id}`, async () => this.#learnMembers(await api.room(id)));
  }

  #learnMembers(room) {
    if (!room.members) return;
    this.#members.set(room.id, room.members);
    this.people.learn(room.members.map(({ user_id: id, name, online }) => ({ id, name, online })));
    this.#emit("people");
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
