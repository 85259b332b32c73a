// A server of rooms for one person's page, as PROTOCOL has it: what happens when is up to the test.

export const roomIds = [7, 8, 9];
const resumedMax = 500;

export class Server {
  #frameQueue = null;
  #epochs = 0;
  #ids = 0;
  /// By number: `{roomId, name, isClaimed}`; a copy brings the numbers back that were given since.
  #attachments = new Map();
  #attachmentIds = 0;
  me;
  rooms = new Map();
  sessionId = 5;
  /// What is sent is refused for a moment.
  isBusy = false;
  /// What its reader's pages ever brought, by `client_id`: restored copies may have it no more.
  said = new Set();

  constructor(me) {
    this.me = me;
    this.epoch = `epoch ${this.#epochs}`;
    for (const id of roomIds) this.rooms.set(id, { id, messages: [], lastRev: 0, readSeq: 0, isMember: true, revs: new Map() });
  }

  // What others, and one's other devices, do

  say(id, content, { by, clientId, replyTo, attachments } = {}) {
    const room = this.rooms.get(id);
    if (clientId) this.said.add(clientId);
    const message = {
      type: "message", id: ++this.#ids, room_id: id, seq: room.messages.length + 1, user_id: by, content,
      timestamp: new Date(1_764_000_000_000 + this.#ids * 1_000).toISOString(), rev: 0, ...clientId && { client_id: clientId },
      ...replyTo && { reply_to: replyTo }, ...attachments && { attachments },
    };
    room.messages.push(message);
    // Sending reads, and goes without saying.
    if (by === this.me) room.readSeq = message.seq;
    return message;
  }

  tell(message) {
    if (this.rooms.get(message.room_id).isMember) this.#push(message);
  }

  change(id, seq, change) {
    const room = this.rooms.get(id);
    const message = { ...room.messages[seq - 1], ...change, rev: ++room.lastRev };
    room.messages[seq - 1] = message;
    room.revs.set(seq, [...room.revs.get(seq) ?? [], message.rev]);
    if (room.isMember) this.#push({ type: "change", message });
  }

  read(id, seq) {
    const room = this.rooms.get(id);
    const next = Math.min(seq, room.messages.length);
    if (next > room.readSeq) this.#readIs(room, next);
  }

  unread(id, seq) {
    this.#readIs(this.rooms.get(id), Math.max(0, Math.min(seq - 1, this.rooms.get(id).messages.length)));
  }

  #readIs(room, seq) {
    room.readSeq = seq;
    if (room.isMember) this.#push({ type: "read", room_id: room.id, user_id: this.me, seq });
  }

  remove(id) {
    this.rooms.get(id).isMember = false;
    this.#push({ type: "room_left", room_id: id });
  }

  admit(id) {
    const room = this.rooms.get(id);
    room.isMember = true;
    room.readSeq = room.messages.length;
    this.#push({ type: "room", room: this.listed(room) });
  }

  copy() {
    return structuredClone({ rooms: this.rooms, attachments: this.#attachments, attachmentIds: this.#attachmentIds });
  }

  /// Puts a copy in place: what came after it is gone, and the log is another.
  restore(copy) {
    const { rooms, attachments, attachmentIds } = structuredClone(copy);
    this.rooms = rooms;
    this.#attachments = attachments;
    this.#attachmentIds = attachmentIds;
    this.epoch = `epoch ${++this.#epochs}`;
    this.disconnect();
  }

  // The socket

  get isConnected() { return this.#frameQueue !== null; }

  connect(frames) {
    this.#frameQueue = frames;
    const rooms = [...this.rooms.values()].filter((room) => room.isMember).map((room) => [room.id, {
      last_seq: room.messages.length, last_rev: room.lastRev, read_seq: room.readSeq,
    }]);
    this.#push({
      type: "hello", user_id: this.me, session_id: this.sessionId, server: "snug/1", epoch: this.epoch,
      rooms: Object.fromEntries(rooms),
    });
  }

  disconnect() {
    this.#frameQueue = null;
  }

  #push(frame) {
    this.#frameQueue?.push(frame);
  }

  /// The reader was too slow: what waits for them of a room is not sent.
  fallBehind() {
    const queue = this.#frameQueue;
    const ids = new Set(queue.filter(({ type }) => type === "message").map((frame) => frame.room_id)
      .concat(queue.filter(({ type }) => type === "change").map(({ message }) => message.room_id)));
    const stays = queue.filter(({ type, room_id: id }) => !["message", "change"].includes(type) && !(type === "resumed" && ids.has(id)));
    queue.splice(0, queue.length, ...stays);
    for (const room of [...ids].map((id) => this.rooms.get(id)).filter(({ isMember }) => isMember)) {
      this.#push({ type: "resync", ...this.#head(room) });
      this.#push({ type: "read", room_id: room.id, user_id: this.me, seq: room.readSeq });
    }
  }

  #head(room) {
    return { room_id: room.id, last_seq: room.messages.length, last_rev: room.lastRev };
  }

  receive(frame) {
    switch (frame.type) {
      case "send": return this.#send(frame);
      case "read": return this.rooms.get(frame.room_id).isMember && this.read(frame.room_id, frame.seq);
      case "resume": return this.#resume(frame);
    }
  }

  #send({ room_id: id, content, client_id: clientId, reply_to: replyTo, attachment_ids: ids = null }) {
    const room = this.rooms.get(id);
    if (this.isBusy) return this.#push({ type: "error", code: "rate_limited", detail: "Slow down.", client_id: clientId, retry_after: 1 });
    if (!room.isMember) return this.#push({ type: "error", code: "not_found", detail: "There is no such room.", client_id: clientId });
    const known = room.messages.find((message) => message.client_id === clientId && message.user_id === this.me);
    if (!known && ids?.some((each) => !this.#isUnclaimed(each, id)))
      return this.#push({ type: "error", code: "invalid", detail: "There is no such file.", client_id: clientId });
    this.#push({ type: "ack", client_id: clientId, message: known ?? this.say(id, content, { by: this.me, clientId, replyTo, attachments: ids && this.#claim(ids) }) });
  }

  #isUnclaimed(attachmentId, roomId) {
    const found = this.#attachments.get(attachmentId);
    return found && !found.isClaimed && found.roomId === roomId;
  }

  #claim(ids) {
    return ids.map((id) => {
      const attachment = this.#attachments.get(id);
      attachment.isClaimed = true;
      return { id, name: attachment.name };
    });
  }

  #resume({ epoch, rooms }) {
    for (const [key, { seq, rev }] of Object.entries(rooms)) {
      const room = this.rooms.get(Number(key));
      if (!room.isMember) {
        this.#push({ type: "error", code: "not_found", detail: "There is no such room.", room_id: room.id });
        continue;
      }
      const missed = room.messages.slice(seq);
      const changes = room.messages.slice(0, seq).filter((message) => message.rev > rev).sort((a, b) => a.rev - b.rev);
      const isLost = epoch !== this.epoch || seq > room.messages.length || rev > room.lastRev;
      if (isLost || missed.length + changes.length > resumedMax) {
        this.#push({ type: "resync", ...this.#head(room) });
        continue;
      }
      for (const message of missed) this.#push(message);
      for (const message of changes) this.#push({ type: "change", message });
      this.#push({ type: "resumed", ...this.#head(room) });
    }
  }

  /// What no message has named is swept away in time.
  sweep() {
    for (const [id, { isClaimed }] of this.#attachments) if (!isClaimed) this.#attachments.delete(id);
  }

  // REST: each gives `{status, body}`

  listed(room) {
    return {
      id: room.id, name: `Room ${room.id}`, kind: "group", last_seq: room.messages.length, last_rev: room.lastRev,
      read_seq: room.readSeq, unread: room.messages.length - room.readSeq, mentions: 0, muted: false, member_count: 2,
      last_message: room.messages.at(-1) ?? null, last_activity_at: room.messages.at(-1)?.timestamp ?? "2025-01-01T00:00:00.000Z",
    };
  }

  list() {
    const rooms = [...this.rooms.values()].filter((room) => room.isMember).map((room) => this.listed(room));
    return { epoch: this.epoch, rooms };
  }

  upload(roomId, { name }) {
    this.#attachments.set(++this.#attachmentIds, { roomId, name, isClaimed: false });
    return { id: this.#attachmentIds };
  }

  messages(id, { before, after, around, limit = 50 }) {
    const { messages } = this.rooms.get(id);
    if (after !== undefined) return { messages: messages.slice(after, after + limit), has_more: messages.length > after + limit };
    if (around !== undefined) {
      const start = Math.max(0, around - 1 - Math.floor(limit / 2));
      return { messages: messages.slice(start, start + limit), has_more: messages.length > start + limit };
    }
    const end = before === undefined ? messages.length : Math.min(messages.length, before - 1);
    return { messages: messages.slice(Math.max(0, end - limit), end), has_more: end > limit };
  }

  changes(id, { after_rev: rev, limit = 50 }) {
    const room = this.rooms.get(id);
    const found = room.messages.filter((message) => message.rev > rev).sort((a, b) => a.rev - b.rev);
    return { messages: found.slice(0, limit), last_rev: room.lastRev, has_more: found.length > limit };
  }
}
