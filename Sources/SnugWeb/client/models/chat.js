// The signed-in page's model: rooms, timelines, people, and the things that one does with them.
//
// Events: "rooms", "people", "connection", "over"; with a `detail` of `{roomId}` "timeline", "typing", "receipts" and
// "left"; of `{message}` "arrived", for someone else's new message; of `{sentence}` "failed", for an act refused.
import { preferences } from "../text/preferences.js";
import { api, backgroundWork, session } from "./api.js";
import { JoinedRooms } from "./joined-rooms.js";
import { OutboxStore } from "./outbox-store.js";
import { Outbox } from "./outbox.js";
import { PendingDeletions } from "./pending-deletions.js";
import { People } from "./people.js";
import { ServerSync } from "./server-sync.js";
import { SnapshotKeeper } from "./snapshot.js";
import { Socket } from "./socket.js";
import { messageAt } from "./timeline.js";
import { Timelines } from "./timelines.js";
import { Typists } from "./typists.js";

export class Chat extends EventTarget {
  people = new People();
  #background = backgroundWork();
  #typists = new Typists();
  #isOver = false;
  #rooms;
  #socket;
  #sync;
  #keeper;

  constructor(me) {
    super();
    this.me = me;
    this.people.learn([me]);
    const emit = (type, detail) => this.#emit(type, detail);
    this.#rooms = new JoinedRooms({ me: me.id, people: this.people, background: this.#background, emit });
    this.timelines = new Timelines({
      me: me.id,
      room: (id) => this.room(id),
      onChange: (roomId) => {
        this.outbox.settled(roomId);
        this.#emit("timeline", { roomId });
      },
      background: this.#background,
    });
    this.#socket = new Socket({
      onFrame: (frame) => this.#sync.received(frame),
      onOpen: (hello) => this.#sync.opened(hello),
      onClose: (how) => this.#closed(how),
      onWake: () => this.#sync.probe(),
    });
    this.outbox = new Outbox({ timelines: this.timelines, socket: this.#socket, store: new OutboxStore(me.id) });
    this.pendingDeletions = new PendingDeletions({ timelines: this.timelines, onFailed: (problem) => this.#failed(problem) });
    this.#sync = new ServerSync({
      me: () => this.me, socket: this.#socket, rooms: this.#rooms, people: this.people, timelines: this.timelines,
      typists: this.#typists, outbox: this.outbox, background: this.#background, emit,
    });
    this.#keeper = new SnapshotKeeper(this);
    session.addEventListener("unauthenticated", () => this.#over());
  }

  get isConnected() { return this.#socket.isOpen; }
  get rooms() { return this.#rooms.sorted; }
  get unread() { return this.#rooms.unread; }
  room(id) { return this.#rooms.get(id); }
  members(id) { return this.#rooms.members(id); }
  other(room) { return this.#rooms.other(room); }
  typing(id) { return this.#typists.in(id, Date.now()); }

  // The session

  /// Shows a snapshot, before the server says how things are now.
  restore({ rooms, people, timelines }) {
    this.people.learn(people);
    this.#rooms.replace(rooms);
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

  reconnect() {
    this.#socket.retryNow();
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

  // Rooms

  reloadRooms() {
    return this.#sync.reloadRooms();
  }

  async create(room) {
    return this.#entered(await api.createRoom(room));
  }

  async join(id) {
    await api.addMember(id, this.me.id);
    return this.#entered(await api.room(id));
  }

  /// The room as the server has it now, which may be one that one is not in.
  async about(id) {
    const room = await api.room(id);
    if (this.#rooms.has(id)) this.#rooms.upsert(room);
    this.#rooms.learnMembers(room);
    return room;
  }

  addMember(id, userId) {
    return api.addMember(id, userId);
  }

  removeMember(id, userId) {
    return api.removeMember(id, userId);
  }

  async renameRoom(id, name) {
    this.#rooms.upsert(await api.renameRoom(id, name));
  }

  async setNotify(id, notify) {
    await api.notify(id, notify);
    this.#rooms.upsert({ id, notify, muted: notify === "nothing" });
  }

  async leave(id) {
    await api.removeMember(id, this.me.id);
    this.#sync.left(id);
  }

  async deleteRoom(id) {
    await api.deleteRoom(id);
    this.#sync.left(id);
  }

  /// Loads the newest messages and the members, unless they are here already.
  async open(id) {
    if (!this.members(id)) this.#rooms.loadMembers(id);
    await this.timelines.open(id);
  }

  /// The users, other than its author and oneself, who have read as far as `seq`.
  readers(id, seq) {
    return this.#rooms.readers(id, seq, messageAt(this.timelines.get(id), seq)?.user_id);
  }

  /// The reader has seen everything up to `seq`.
  markRead(id, seq) {
    const room = this.room(id);
    if (!room || seq <= room.read_seq) return;
    this.#rooms.read(id, seq);
    this.#socket.send({ type: "read", room_id: id, seq });
  }

  // Messages

  post(id, content, replyTo) {
    this.#typists.sent(id);
    this.outbox.post(id, content, replyTo);
  }

  async edit(id, seq, content) {
    const message = await api.editMessage(id, seq, content);
    if (message) this.#sync.changed(message);
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
    if (preferences.get("typing") === "told" && this.isConnected && this.#typists.isDue(id, Date.now()))
      this.#socket.send({ type: "typing", room_id: id });
  }

  // Ends and failures

  #entered(room) {
    this.#rooms.upsert(room);
    this.#rooms.learnMembers(room);
    return room;
  }

  #closed({ isOver, wasOpen }) {
    this.#sync.closed();
    if (this.#isOver) return;
    if (isOver) this.#over();
    // A browser does not say why an upgrade was refused; REST does.
    else if (!wasOpen) this.#background("me", () => api.me());
  }

  async #over() {
    if (this.#isOver) return;
    this.stop();
    await this.#keeper.forget();
    this.#emit("over");
  }

  #failed(problem) {
    this.#emit("failed", { sentence: problem.message });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
