// What was written and has no number yet: sent, sent again after each reconnection, given back when it is refused.
import { words } from "./words.js";

const acknowledgedWithinMilliseconds = 10_000;
/// Sends on open connections that went unanswered before the person is asked.
const triesMax = 3;

export class Outbox {
  #timelines;
  #socket;

  constructor({ timelines, socket }) {
    this.#timelines = timelines;
    this.#socket = socket;
  }

  post(roomId, content) {
    const clientId = newClientId();
    this.#timelines.apply(roomId, { type: "posted", clientId, content, at: Date.now() });
    this.#try(roomId, clientId);
  }

  retry(roomId, clientId) {
    this.#timelines.apply(roomId, { type: "retried", clientId });
    this.#try(roomId, clientId);
    this.#socket.retryNow();
  }

  discard(roomId, clientId) {
    this.#timelines.apply(roomId, { type: "discarded", clientId });
  }

  /// The same `client_id` again: the server tells what it already has from what it never got.
  sendAll() {
    for (const { roomId, outgoing } of this.#timelines.all())
      for (const { clientId } of outgoing) this.#try(roomId, clientId);
  }

  refused({ client_id: clientId, detail }) {
    for (const { roomId, outgoing } of this.#timelines.all())
      if (outgoing.some((o) => o.clientId === clientId))
        this.#timelines.apply(roomId, { type: "refused", clientId, detail });
  }

  #try(roomId, clientId) {
    const waiting = this.#waiting(roomId, clientId);
    if (!waiting || !this.#socket.isOpen) return;
    if (waiting.tries >= triesMax) {
      this.#timelines.apply(roomId, { type: "refused", clientId, detail: words.unanswered });
      return;
    }
    const tries = waiting.tries + 1;
    this.#timelines.apply(roomId, { type: "tried", clientId });
    this.#socket.send({ type: "send", room_id: roomId, content: waiting.content, client_id: clientId });
    setTimeout(() => {
      // This very try went unanswered: the connection is not to be trusted, and the next one sends again.
      if (this.#waiting(roomId, clientId)?.tries === tries) this.#socket.drop();
    }, acknowledgedWithinMilliseconds);
  }

  #waiting(roomId, clientId) {
    return this.#timelines.get(roomId).outgoing.find((o) => o.clientId === clientId && o.status === "sending");
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
