// The server's news, applied to rooms, members and people: frames, and the start and end of a connection.
import { mentions } from "../logs/room-summary.js";
import { messageAt } from "../logs/run.js";
import { isMentioned } from "../text/markdown.js";
import { api as server } from "./api.js";
import { typingMilliseconds } from "./typists.js";

const usersKnownAtStart = 200;
/// One look at the server's count is for all that happened meanwhile.
const mentionsCountedAfterMilliseconds = 1_000;

export class ServerSync {
  #me;
  #sessionId = null;
  #epoch = null;
  /// The version of the server that this page found first.
  #server = null;
  #api;
  #socket;
  #logs;
  #members;
  #people;
  #typists;
  #outbox;
  #background;
  #emit;
  #reloading = null;
  /// The list was asked for, and was not had since.
  #isListDue = false;
  #countTimer = 0;
  /// One came into a room or left one since the list was asked for.
  #isListOld = false;
  /// The rooms that the connection began with.
  #helloRooms = null;

  /// `me()` gives the user as they are now; `emit(type, detail)` tells the page, see chat.js.
  constructor({ me, socket, logs, members, people, typists, outbox, background, emit, api = server }) {
    this.#me = me;
    this.#api = api;
    this.#socket = socket;
    this.#logs = logs;
    this.#members = members;
    this.#people = people;
    this.#typists = typists;
    this.#outbox = outbox;
    this.#background = background;
    this.#emit = emit;
  }

  /// The epoch of the log that is known here, or null; a page that starts from what was kept tells whose that is.
  get epoch() { return this.#epoch; }
  set epoch(epoch) { this.#epoch = epoch; }

  // The connection

  opened(hello) {
    // Nothing is sent, and nothing more is shown, in the name of someone else.
    if (hello.user_id !== this.#me().id || (this.#sessionId ?? hello.session_id) !== hello.session_id)
      return this.#emit("replaced");
    this.#sessionId = hello.session_id;
    // A log read from before the first connection is another where that one has less.
    const isOtherLog = hello.epoch !== (this.#epoch ?? hello.epoch) || (this.#helloRooms === null && this.#logs.isAhead(hello.rooms));
    this.#helloRooms = hello.rooms;
    this.#epoch = hello.epoch;
    this.#outbox.leaveOtherLogs();
    if (isOtherLog) this.#logs.replaced();
    this.#emit("epoch");
    this.#people.connected();
    this.#emit("connection");
    this.#learnEveryone();
    this.#noteServer(hello.server);

    for (const { id } of this.#logs.rooms) if (!hello.rooms[id]) this.left(id);
    const isBehind = isOtherLog || this.#isListDue || this.#logs.isBehind(hello.rooms);
    const unsaid = this.#logs.all().filter(({ unsaid: seq, roomId }) => seq > (hello.rooms[roomId]?.read_seq ?? seq));
    for (const rooms of this.#logs.connected(hello.rooms)) this.#resume(rooms);
    // Read while there was no connection to say so.
    for (const { roomId, unsaid: seq } of unsaid) this.read(roomId, seq);
    if (isBehind) this.#reloadInBackground();
    this.#outbox.opened();
    this.#takeUp(hello);
  }

  /// Takes up all that earlier pages and other tabs have left waiting.
  async #takeUp(hello) {
    const isIn = (id) => Boolean(hello.rooms[id] ?? this.#logs.room(id));
    const unsent = await this.#outbox.takeUp(isIn);
    this.#emit("stranded", { unsent, isIn });
  }

  closed() {
    this.#outbox.closed();
    this.#logs.disconnected();
    this.#people.disconnected();
    this.#emit("people");
    this.#emit("connection");
  }

  /// The reader has read up to `seq`.
  read(roomId, seq) {
    const isSaid = this.#socket.send({ type: "read", room_id: roomId, seq });
    this.#logs.apply(roomId, { type: "seen", seq, isSaid });
    this.#readPast(roomId);
  }

  #resume(rooms) {
    if (Object.keys(rooms).length) this.#socket.send({ type: "resume", epoch: this.#epoch, rooms });
  }

  /// A server of another version has another page, which may not be had at the first try: each connection tells of it.
  #noteServer(server) {
    this.#server ??= server;
    if (this.#server !== server) this.#emit("upgraded", { server });
  }

  #learnEveryone() {
    return this.#background("users", async () => {
      const { users } = await this.#api.users({ limit: usersKnownAtStart });
      if (this.#people.learn(users)) this.#emit("people");
    });
  }

  // The list of rooms

  /// Asked for again while it is under way, it is fetched once more after that: what is under way may be older.
  reloadRooms() {
    this.#isListDue = true;
    this.#reloading ??= this.#reloadAll().finally(() => { this.#reloading = null; });
    return this.#reloading;
  }

  async #reloadAll() {
    while (this.#isListDue) {
      this.#isListDue = false;
      await this.#reload().catch((problem) => {
        this.#isListDue = true;
        throw problem;
      });
    }
  }

  async #reload() {
    const epoch = this.#epoch;
    const helloRooms = this.#helloRooms;
    this.#isListOld = false;
    const answer = await this.#api.rooms();
    // One may have left a room while there was no connection to say so.
    const isOlderThanHello = helloRooms !== this.#helloRooms && answer.rooms.some(({ id }) => !this.#helloRooms[id]);
    if (this.#isListOld || isOlderThanHello) return this.#reload();
    // A list of a log that is not known here yet, or not any more, has other numbers; the connection asks again.
    if (this.#epoch !== epoch || (epoch !== null && answer.epoch !== epoch)) return;
    if (epoch === null) {
      this.#epoch = answer.epoch;
      this.#emit("epoch");
    }
    for (const id of this.#logs.list(answer.rooms)) this.left(id);
  }

  #reloadInBackground() {
    this.#background(null, () => this.reloadRooms(), () => this.#socket.isOpen && this.#isListDue && !this.#reloading);
  }

  /// Of what is unread, only the server knows which messages mention one.
  #countMentionsSoon() {
    this.#countTimer ||= setTimeout(() => {
      this.#countTimer = 0;
      if (this.#socket.isOpen) this.#reloadInBackground();
    }, mentionsCountedAfterMilliseconds);
  }

  /// Of the mentions that were unread, some may be read by now.
  #readPast(roomId) {
    const room = this.#logs.room(roomId);
    if (room && mentions(room) > 0) this.#countMentionsSoon();
  }

  // Frames

  received(frame) {
    switch (frame.type) {
      case "message":
        return this.#messageArrived(frame);
      case "change":
        return this.changed(frame.message);
      case "ack":
        this.#askForRoom(frame.message.room_id);
        return this.#logs.apply(frame.message.room_id, { type: "acknowledged", message: frame.message });
      case "typing":
        return this.#typingHeard(frame);
      case "presence":
        return this.#learn({ ...frame, id: frame.user_id });
      case "user":
        this.#members.renamed(frame.user);
        this.#otherChanged(frame.user);
        return this.#learn({ deactivated: false, ...frame.user });
      case "member":
        return this.#memberChanged(frame);
      case "error":
        return this.#outbox.refused(frame);
      case "read":
        return this.#readBy(frame.room_id, frame.user_id, frame.seq);
      case "resumed":
        return this.#logs.apply(frame.room_id, frame);
      case "resync":
        this.#reloadInBackground();
        if (this.#members.of(frame.room_id)) this.loadMembers(frame.room_id);
        return this.#logs.apply(frame.room_id, frame);
      case "room":
        this.#isListOld = true;
        this.#noteName(frame.room);
        return this.#logs.listed(frame.room, true);
      case "room_left":
        this.#isListOld = true;
        return this.left(frame.room_id, frame);
    }
  }

  /// There is news of a room: one that is not in the list yet may be in one under way as it was before.
  #askForRoom(id) {
    if (!this.#logs.room(id)) this.#reloadInBackground();
  }

  /// A message was edited, deleted or reacted to.
  changed(message) {
    const isOther = this.#isOtherMention(message);
    this.#logs.apply(message.room_id, { type: "change", message });
    this.#emit("changed", { message });
    this.#askForRoom(message.room_id);
    if (isOther) this.#countMentionsSoon();
  }

  /// True if the unread message mentions the reader and did not before, or the other way; and if it may be so, where it
  /// is not known here as it was.
  #isOtherMention({ room_id: roomId, seq, user_id: author, ...message }) {
    const log = this.#logs.get(roomId);
    const me = this.#me();
    if (!log.room || seq <= log.room.read_seq || author === me.id) return false;
    const calls = ({ content, deleted_at: deletedAt }) => !deletedAt && isMentioned(content, me, this.#othersIn(roomId));
    const before = messageAt(log, seq) ?? (log.room.last_message?.seq === seq ? log.room.last_message : null);
    return before ? calls(before) !== calls(message) : mentions(log.room) > 0 || calls(message);
  }

  /// One is no longer in the room; the one who leaves hears of it twice. `how` is the
  /// server's word of it, `{reason, by, name}`, or null where one left by this page.
  left(id, how = {}) {
    const room = this.#logs.room(id);
    if (!room) return;
    const unsent = this.#outbox.strand(id);
    this.#logs.forget(id);
    this.#members.forget(id);
    this.#emit("left", { roomId: id, room, unsent, how });
  }

  loadMembers(id) {
    return this.#background(`members ${id}`, async () => this.learnMembers(await this.#api.room(id)));
  }

  /// Takes the members from a room's answer; lists of rooms have none.
  learnMembers(room) {
    if (!room.members) return;
    this.#members.learn(room.id, room.members);
    this.#emit("people");
  }

  #learn(user) {
    if (this.#people.learn([user])) this.#emit("people");
  }

  #memberChanged(frame) {
    const room = this.#logs.room(frame.room_id);
    this.#people.learn([frame.user]);
    this.#notePassing(frame);
    this.#members.changed(frame, room?.last_seq ?? 0);
    const count = this.#members.of(frame.room_id)?.length;
    if (count) this.#logs.change(frame.room_id, { member_count: count });
    this.#emit("people");
  }

  /// A room of two tells of the other.
  #otherChanged({ id: userId, deactivated = false }) {
    for (const { id, user_id: other } of this.#logs.rooms) if (other === userId) this.#logs.change(id, { deactivated });
  }

  /// Someone came or went, or has another role; where the members are unknown, only owners get one.
  #notePassing({ room_id: roomId, user: { id: userId }, role, joined, by }) {
    const members = this.#members.of(roomId);
    if (joined && (members ? members.some((each) => each.user_id === userId) : role === "owner")) return;
    const kind = joined ? by ? "added" : "joined" : by ? "removed" : "left";
    this.#emit("passed", { roomId, kind, userId, by, after: this.#logs.room(roomId)?.last_seq });
  }

  #noteName({ id: roomId, name }) {
    const { name: before, last_seq: after } = this.#logs.room(roomId) ?? {};
    if (before && name && before !== name) this.#emit("passed", { roomId, kind: "roomRenamed", name, after });
  }

  #readBy(roomId, userId, seq) {
    if (userId === this.#me().id) this.#readElsewhere(roomId, seq);
    else if (this.#members.readBy(roomId, userId, seq)) this.#emit("receipts", { roomId });
  }

  #readElsewhere(roomId, seq) {
    const before = this.#logs.room(roomId)?.read_seq ?? 0;
    this.#logs.apply(roomId, { type: "told", seq });
    // Messages that are unread again may hold mentions, which the server counts.
    if (seq < before) this.#reloadInBackground();
    else this.#readPast(roomId);
  }

  #messageArrived(message) {
    const { room_id: roomId, user_id: userId } = message;
    const me = this.#me();
    const room = this.#logs.room(roomId);
    if (this.#typists.finished(roomId, userId)) this.#emit("typing", { roomId });
    const isNews = room && message.seq > room.last_seq && userId !== me.id;
    const isMention = isMentioned(message.content, me, this.#othersIn(roomId));
    this.#logs.apply(roomId, { type: "message", message, isMention });
    // Sending reads.
    if (userId !== me.id) this.#readBy(roomId, userId, message.seq);
    this.#askForRoom(roomId);
    if (isNews) this.#emit("arrived", { message, isMention });
    if (isNews && !isMention && !this.#members.of(roomId) && isMentioned(message.content, me)) this.#countMentionsSoon();
  }

  /// Those who may be meant by a name in that room. Where they are unknown, the reader's first name may be someone
  /// else's, who stands here for them.
  #othersIn(roomId) {
    return this.#members.of(roomId) ? this.#members.named(roomId) : [{ id: 0, name: this.#me().name.split(/\s/)[0] }];
  }

  #typingHeard({ room_id: roomId, user_id: userId }) {
    if (userId === this.#me().id) return;
    this.#typists.heard(roomId, userId, performance.now());
    this.#emit("typing", { roomId });
    setTimeout(() => this.#emit("typing", { roomId }), typingMilliseconds);
  }
}
