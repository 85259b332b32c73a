// What a signed-in page knows: rooms, timelines, people, and the connection that keeps them true.
//
// Events: "rooms", "people", "connection", "over"; with a `detail` of `{roomId}` "timeline" and "left"; of
// `{message}` "arrived", for someone else's new message.
import { api, Problem } from "./api.js";
import { Outbox } from "./outbox.js";
import { People } from "./people.js";
import * as roomList from "./rooms.js";
import { Socket } from "./socket.js";
import { lastSeq } from "./timeline.js";
import { Timelines } from "./timelines.js";

const usersKnownAtStart = 200;

export class Chat extends EventTarget {
  #rooms = new Map();
  #members = new Map();
  #underway = new Set();
  #isOver = false;
  #socket;

  constructor(me) {
    super();
    this.me = me;
    this.people = new People();
    this.people.learn([me]);
    this.timelines = new Timelines({
      me: me.id,
      onChange: (roomId) => this.#emit("timeline", { roomId }),
      background: (what, work) => this.#background(what, work),
    });
    this.#socket = new Socket({
      onFrame: (frame) => this.#received(frame),
      onOpen: (hello) => this.#opened(hello),
      onClose: (how) => this.#closed(how),
      onWake: () => this.#probe(),
    });
    this.outbox = new Outbox({ timelines: this.timelines, socket: this.#socket });
  }

  get isConnected() { return this.#socket.isOpen; }
  get rooms() { return roomList.sorted(this.#rooms); }
  get unread() { return roomList.unreadInAll(this.#rooms); }
  room(id) { return this.#rooms.get(id) ?? null; }
  members(id) { return this.#members.get(id) ?? null; }

  start() {
    this.#socket.start();
    this.#learnEveryone();
  }

  stop() {
    this.#isOver = true;
    this.#socket.stop();
  }

  async signOut() {
    await api.logout();
    this.stop();
  }

  reconnect() {
    this.#socket.retryNow();
  }

  // Rooms

  async reloadRooms() {
    const { rooms } = await api.rooms();
    this.#setRooms(roomList.replaced(this.#rooms, rooms));
    for (const { messages, loaded, roomId } of this.timelines.all()) {
      // What came by the socket before its room was in the list.
      if (messages.length) this.#setRooms(roomList.arrived(this.#rooms, messages.at(-1), this.me.id));
      const last = this.room(roomId)?.last_seq ?? 0;
      if (loaded && last > lastSeq(this.timelines.get(roomId))) this.timelines.fillGap(roomId, last);
    }
  }

  async create(room) {
    return this.#entered(await api.createRoom(room));
  }

  async join(id) {
    await api.join(id, this.me.id);
    return this.#entered(await api.room(id));
  }

  /// Loads the newest messages and the members, where they are not here yet.
  async open(id) {
    if (!this.#members.has(id)) this.#loadMembers(id);
    await this.timelines.open(id, this.room(id));
  }

  /// The reader has seen everything up to `seq`.
  markRead(id, seq) {
    const room = this.room(id);
    if (!room || seq <= room.read_seq) return;
    this.#setRooms(roomList.read(this.#rooms, id, seq));
    this.#socket.send({ type: "read", room_id: id, seq });
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
        this.#setRooms(roomList.changed(this.#rooms, frame.message));
        return this.timelines.applyIfOpened(frame.message.room_id, { type: "change", message: frame.message });
      case "ack":
        this.#setRooms(roomList.arrived(this.#rooms, frame.message, this.me.id));
        return this.timelines.applyIfOpened(frame.message.room_id, { type: "acknowledged", message: frame.message });
      case "error":
        return this.outbox.refused(frame);
      case "read":
        if (frame.user_id === this.me.id) this.#setRooms(roomList.read(this.#rooms, frame.room_id, frame.seq));
        return;
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
        return this.#left(frame.room_id);
    }
  }

  #messageArrived(message) {
    const room = this.room(message.room_id);
    const isNews = room && message.seq > room.last_seq && message.user_id !== this.me.id;
    if (room) this.#setRooms(roomList.arrived(this.#rooms, message, this.me.id));
    else this.#background("rooms", () => this.reloadRooms());
    this.timelines.applyIfOpened(message.room_id, { type: "message", message });
    if (!this.people.knows(message.user_id)) this.#loadMembers(message.room_id);
    if (isNews) this.#emit("arrived", { message });
  }

  #left(id) {
    this.#setRooms(roomList.left(this.#rooms, id));
    this.timelines.forget(id);
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
      if (problem.status === 401) this.#over();
    } finally {
      this.#underway.delete(what);
    }
  }

  #over() {
    if (this.#isOver) return;
    this.stop();
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
    this.people.learn(room.members.map(({ user_id: id, name }) => ({ id, name })));
    this.#emit("people");
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
