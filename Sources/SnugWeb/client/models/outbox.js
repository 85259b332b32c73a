// Messages that have no number yet: sent, sent again after each reconnection and reload, given back when refused. Each
// is kept until the server has it, or its writer gives it up.
import { words } from "../words/words.js";

const acknowledgedWithinMilliseconds = 10_000;
/// Sends on open connections that went unanswered before the person is asked.
const triesMax = 3;

export class Outbox {
  #logs;
  #socket;
  #store;
  #onFailed;
  #onDiscarded;
  #kept = new Map();

  /// `store`: `all()`, `put(entry)`, `delete(clientId)`, where entries outlive the page. `onFailed(detail)`: one was
  /// refused; `onDiscarded(clientId)`: its writer has given one up.
  constructor({ logs, socket, store, onFailed = () => {}, onDiscarded = () => {} }) {
    this.#logs = logs;
    this.#socket = socket;
    this.#store = store;
    this.#onFailed = onFailed;
    this.#onDiscarded = onDiscarded;
  }

  /// Takes up the messages of an earlier page, in the order in which they were written.
  async restore() {
    for (const entry of await this.#store.all()) {
      if (this.#kept.has(entry.clientId)) continue;
      this.#kept.set(entry.clientId, entry.roomId);
      this.#logs.apply(entry.roomId, { type: "posted", ...entry });
      this.#try(entry.roomId, entry.clientId);
    }
  }

  post(roomId, content, replyTo = null) {
    const entry = { clientId: newClientId(), roomId, content, replyTo, at: Date.now() };
    this.#kept.set(entry.clientId, roomId);
    this.#store.put(entry);
    this.#logs.apply(roomId, { type: "posted", ...entry });
    this.#try(roomId, entry.clientId);
  }

  retry(roomId, clientId) {
    this.#logs.apply(roomId, { type: "retried", clientId });
    this.#try(roomId, clientId);
    this.#socket.retryNow();
  }

  discard(roomId, clientId) {
    this.#logs.apply(roomId, { type: "discarded", clientId });
    this.#forget(clientId);
    this.#onDiscarded(clientId);
  }

  /// Its writer has given it up in another tab.
  discardedElsewhere(clientId) {
    const roomId = this.#kept.get(clientId);
    if (roomId === undefined) return;
    this.#kept.delete(clientId);
    this.#logs.apply(roomId, { type: "discarded", clientId });
  }

  /// The same `client_id` again: the server tells what it already has from what it never got.
  sendAll() {
    for (const { roomId, outgoing } of this.#logs.all())
      for (const { clientId } of outgoing) this.#try(roomId, clientId);
  }

  /// One is no longer in the room: gives the texts that will not be sent, and keeps none.
  forgetRoom(roomId) {
    const { outgoing } = this.#logs.get(roomId);
    for (const { clientId } of outgoing) this.discard(roomId, clientId);
    return outgoing.filter(({ status }) => status !== "sent").map(({ content }) => content);
  }

  /// The number of messages that the server does not have.
  get count() {
    return this.#kept.size;
  }

  refused({ client_id: clientId, code, detail }) {
    const roomId = this.#kept.get(clientId);
    // The server's own words are English.
    if (roomId !== undefined) this.#fail(roomId, clientId, words.refusal(code, detail));
  }

  /// The room's log changed: messages that are in the log need not be kept.
  settled(roomId) {
    const waiting = new Set(this.#logs.get(roomId).outgoing.filter((o) => o.status !== "sent").map((o) => o.clientId));
    for (const [clientId, room] of this.#kept) if (room === roomId && !waiting.has(clientId)) this.#forget(clientId);
  }

  #forget(clientId) {
    this.#kept.delete(clientId);
    this.#store.delete(clientId);
  }

  #try(roomId, clientId) {
    const waiting = this.#waiting(roomId, clientId);
    if (!waiting || !this.#socket.isOpen) return;
    if (waiting.tries >= triesMax) {
      this.#fail(roomId, clientId, words.unanswered);
      return;
    }
    const tries = waiting.tries + 1;
    this.#logs.apply(roomId, { type: "tried", clientId });
    this.#socket.send({
      type: "send", room_id: roomId, content: waiting.content, client_id: clientId, reply_to: waiting.replyTo ?? undefined,
    });
    setTimeout(() => {
      // This very try went unanswered: the connection is not to be trusted, and the next one sends again.
      if (this.#waiting(roomId, clientId)?.tries === tries) this.#socket.drop();
    }, acknowledgedWithinMilliseconds);
  }

  #fail(roomId, clientId, detail) {
    this.#logs.apply(roomId, { type: "refused", clientId, detail });
    this.#onFailed(detail);
  }

  #waiting(roomId, clientId) {
    return this.#logs.get(roomId).outgoing.find((o) => o.clientId === clientId && o.status === "sending");
  }
}

/// A random UUID. `crypto.randomUUID` is missing on plain http beyond localhost.
export function newClientId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
