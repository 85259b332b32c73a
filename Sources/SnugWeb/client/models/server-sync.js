// The server's news, applied to rooms, timelines and people: frames, and the start and end of a connection.
import { isMentioned } from "../text/markdown.js";
import { api } from "./api.js";
import { lastSeq } from "./timeline.js";
import { typingMilliseconds } from "./typists.js";

const usersKnownAtStart = 200;

export class ServerSync {
  #me;
  #socket;
  #rooms;
  #people;
  #timelines;
  #typists;
  #outbox;
  #background;
  #emit;
  #reloading = null;

  /// `me()` gives the user as they are now; `emit(type, detail)` tells the page, see chat.js.
  constructor({ me, socket, rooms, people, timelines, typists, outbox, background, emit }) {
    this.#me = me;
    this.#socket = socket;
    this.#rooms = rooms;
    this.#people = people;
    this.#timelines = timelines;
    this.#typists = typists;
    this.#outbox = outbox;
    this.#background = background;
    this.#emit = emit;
  }

  // The connection

  opened(hello) {
    this.#emit("connection");
    this.#learnEveryone();
    if (this.#rooms.isBehind(hello.rooms)) this.#reloadInBackground();
    for (const [key, { read_seq: read }] of Object.entries(hello.rooms)) {
      const id = Number(key);
      const known = this.#rooms.get(id)?.read_seq ?? 0;
      // Read while there was no connection to say so.
      if (known > read) this.#socket.send({ type: "read", room_id: id, seq: known });
      else this.#rooms.read(id, read);
    }
    this.#resume((id) => hello.rooms[id]);
    this.#outbox.sendAll();
  }

  closed() {
    this.#timelines.disconnected();
    this.#people.forgetPresence();
    this.#emit("people");
    this.#emit("connection");
  }

  /// Asks something on a connection that may be dead.
  probe() {
    if (this.#resume((id) => this.#rooms.get(id))) this.#socket.expectAnswer();
    else this.#reloadInBackground();
  }

  #resume(isWanted) {
    const rooms = this.#timelines.positions(isWanted);
    return Object.keys(rooms).length > 0 && this.#socket.send({ type: "resume", rooms });
  }

  #learnEveryone() {
    return this.#background("users", async () => {
      const { users } = await api.users({ limit: usersKnownAtStart });
      if (this.#people.learn(users)) this.#emit("people");
    });
  }

  // The list of rooms

  /// Asked for again while it is under way, it is still one request.
  reloadRooms() {
    this.#reloading ??= this.#reload().finally(() => { this.#reloading = null; });
    return this.#reloading;
  }

  async #reload() {
    const { rooms } = await api.rooms();
    this.#rooms.replace(rooms);
    for (const { messages, loaded, hasNewer, roomId } of this.#timelines.all()) {
      // The socket may have brought a message before its room was in the list.
      if (messages.length) this.#rooms.arrived(messages.at(-1));
      const last = this.#rooms.get(roomId)?.last_seq ?? 0;
      if (loaded && !hasNewer && last > lastSeq(this.#timelines.get(roomId))) this.#timelines.fillGap(roomId, last);
    }
  }

  #reloadInBackground() {
    this.#background("rooms", () => this.reloadRooms());
  }

  // Frames

  received(frame) {
    switch (frame.type) {
      case "message":
        return this.#messageArrived(frame);
      case "change":
        return this.changed(frame.message);
      case "ack":
        this.#rooms.arrived(frame.message);
        return this.#timelines.applyIfOpened(frame.message.room_id, { type: "acknowledged", message: frame.message });
      case "typing":
        return this.#typingHeard(frame);
      case "presence":
        if (this.#people.learn([{ ...frame, id: frame.user_id }])) this.#emit("people");
        return;
      case "error":
        return this.#outbox.refused(frame);
      case "read":
        return this.#rooms.readBy(frame);
      case "resumed":
        return this.#timelines.resumed(frame);
      case "resync":
        this.#reloadInBackground();
        return this.#timelines.resync(frame);
      case "room":
        this.#rooms.upsert(frame.room);
        if (this.#rooms.members(frame.room.id)) this.#rooms.loadMembers(frame.room.id);
        return;
      case "room_left":
        // The one who leaves hears of it twice.
        return this.#rooms.has(frame.room_id) && this.left(frame.room_id);
    }
  }

  /// A message was edited, deleted or reacted to.
  changed(message) {
    this.#rooms.changed(message);
    this.#timelines.applyIfOpened(message.room_id, { type: "change", message });
  }

  /// One is no longer in the room.
  left(id) {
    this.#rooms.remove(id);
    this.#timelines.forget(id);
    this.#outbox.settled(id);
    this.#emit("left", { roomId: id });
  }

  #messageArrived(message) {
    const { room_id: roomId, user_id: userId } = message;
    const room = this.#rooms.get(roomId);
    if (this.#typists.finished(roomId, userId)) this.#emit("typing", { roomId });
    // Sending reads.
    this.#rooms.readBy(message);
    const isNews = room && message.seq > room.last_seq && userId !== this.#me().id;
    if (room) this.#rooms.arrived(message, isMentioned(message.content, this.#me(), this.#rooms.membersNamed(roomId)));
    else this.#reloadInBackground();
    this.#timelines.applyIfOpened(roomId, { type: "message", message });
    if (!this.#people.knows(userId)) this.#rooms.loadMembers(roomId);
    if (isNews) this.#emit("arrived", { message });
  }

  #typingHeard({ room_id: roomId, user_id: userId }) {
    if (userId === this.#me().id) return;
    this.#typists.heard(roomId, userId, Date.now());
    this.#emit("typing", { roomId });
    setTimeout(() => this.#emit("typing", { roomId }), typingMilliseconds);
  }
}
