// Messages that have no number yet: sent, sent again after each reconnection and reload, given back when refused. Each
// is kept until the server has it, or its writer gives it up. All tabs of a browser show what is kept; the one that has
// claimed a message sends it.
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
  #claim;
  #epoch;
  /// By `clientId`: the entries, and of each the function that gives its claim up; the numbers of those that this tab
  /// has claimed, and of those that it is done with.
  #kept = new Map();
  #claims = new Map();
  #mine = new Set();
  #done = new Set();

  /// `store`: `all()`, `put(entry)`, `delete(clientId)`, where entries outlive the page. `onFailed(detail)`: one was
  /// refused; `onDiscarded(clientId)`: its writer has given one up. `claim(name, onMine)`: see claims.js;
  /// `epoch()`: that of the server's log, null while it is not known.
  constructor({ logs, socket, store, onFailed = () => {}, onDiscarded = () => {}, claim = claimAtOnce, epoch = () => null }) {
    this.#logs = logs;
    this.#socket = socket;
    this.#store = store;
    this.#claim = claim;
    this.#epoch = epoch;
    this.#onFailed = onFailed;
    this.#onDiscarded = onDiscarded;
  }

  /// Takes up the messages of an earlier page and of other tabs, in the order in which they were written. Gives the
  /// texts for rooms that one `isIn` no longer: they will not be sent, and are kept no longer.
  async takeUp(isIn = () => true) {
    const entries = (await this.#store.all()).filter(({ clientId }) => !this.#done.has(clientId));
    const stored = new Set(entries.map(({ clientId }) => clientId));
    for (const clientId of [...this.#kept.keys()])
      if (this.#isOthers(clientId) && !stored.has(clientId)) this.discardedElsewhere(clientId);
    for (const entry of entries.filter(({ roomId }) => isIn(roomId))) this.#take(entry);
    const stranded = entries.filter(({ roomId }) => !isIn(roomId));
    for (const { clientId } of stranded) {
      this.discardedElsewhere(clientId);
      this.#forget(clientId);
    }
    return stranded.map(({ content }) => content);
  }

  #take(entry) {
    const { roomId, clientId, status, detail } = entry;
    if (this.#mine.has(clientId)) return;
    const isKnown = this.#kept.has(clientId);
    this.#kept.set(clientId, entry);
    if (!isKnown) this.#logs.apply(roomId, { type: "posted", ...entry });
    if (status === "failed") this.#logs.apply(roomId, { type: "refused", clientId, detail });
    else if (isKnown && !this.#waiting(roomId, clientId)) this.#logs.apply(roomId, { type: "retried", clientId });
    if (!isKnown) this.#claims.set(clientId, this.#claim(clientId, () => this.#claimed(clientId)));
  }

  /// The tab that had it is gone, or done with it.
  async #claimed(clientId) {
    const entry = (await this.#store.all()).find((each) => each.clientId === clientId);
    if (!entry || !this.#kept.has(clientId)) return this.discardedElsewhere(clientId);
    this.#take(entry);
    this.#mine.add(clientId);
    this.#try(entry.roomId, clientId);
  }

  post(roomId, content, replyTo = null) {
    const entry = { clientId: newClientId(), roomId, content, replyTo, at: Date.now(), epoch: this.#epoch() };
    this.#keep(entry);
    this.#mine.add(entry.clientId);
    this.#claims.set(entry.clientId, this.#claim(entry.clientId, () => {}));
    this.#logs.apply(roomId, { type: "posted", ...entry });
    this.#try(roomId, entry.clientId);
  }

  /// Asked for here, it is sent from here.
  retry(roomId, clientId) {
    this.#mine.add(clientId);
    this.#keepStatus(clientId, "sending");
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
    const entry = this.#kept.get(clientId);
    if (!entry) return;
    this.#letGo(clientId);
    this.#logs.apply(entry.roomId, { type: "discarded", clientId });
  }

  /// The same `client_id` again: the server tells what it already has from what it never got.
  sendAll() {
    for (const { roomId, outgoing } of this.#logs.all())
      for (const { clientId } of outgoing) if (!this.#isOthers(clientId)) this.#try(roomId, clientId);
  }

  /// One is no longer in the room: gives the texts that will not be sent, and keeps none.
  forgetRoom(roomId) {
    const { outgoing } = this.#logs.get(roomId);
    for (const { clientId } of outgoing) this.discard(roomId, clientId);
    return outgoing.filter(({ status }) => status !== "sent").map(({ content }) => content);
  }

  /// The number of messages that the server does not have, whichever tab wrote them.
  async count() {
    const stored = (await this.#store.all()).map(({ clientId }) => clientId).filter((clientId) => !this.#done.has(clientId));
    return new Set([...stored, ...this.#kept.keys()]).size;
  }

  refused({ client_id: clientId, code, detail }) {
    const entry = this.#kept.get(clientId);
    // The server's own words are English.
    if (entry) this.#fail(entry.roomId, clientId, words.refusal(code, detail));
  }

  /// The room's log changed: messages that are in the log need not be kept.
  settled(roomId) {
    const waiting = new Set(this.#logs.get(roomId).outgoing.filter((o) => o.status !== "sent").map((o) => o.clientId));
    for (const [clientId, entry] of this.#kept) if (entry.roomId === roomId && !waiting.has(clientId)) this.#forget(clientId);
  }

  /// True for one that another tab has claimed.
  #isOthers(clientId) {
    return this.#kept.has(clientId) && !this.#mine.has(clientId);
  }

  #keep(entry) {
    this.#kept.set(entry.clientId, entry);
    this.#store.put(entry);
  }

  #keepStatus(clientId, status, detail = null) {
    const entry = this.#kept.get(clientId);
    if (entry) this.#keep({ ...entry, status, detail });
  }

  /// The claim is given up once the next tab finds nothing any more.
  async #forget(clientId) {
    const giveUp = this.#claims.get(clientId);
    this.#claims.delete(clientId);
    this.#letGo(clientId);
    await this.#store.delete(clientId);
    giveUp?.();
  }

  #letGo(clientId) {
    this.#done.add(clientId);
    this.#kept.delete(clientId);
    this.#mine.delete(clientId);
    this.#claims.get(clientId)?.();
    this.#claims.delete(clientId);
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
      type: "send", room_id: roomId, content: waiting.content, client_id: clientId, reply_to: this.#answered(waiting),
    });
    setTimeout(() => {
      // This very try went unanswered: the connection is not to be trusted, and the next one sends again.
      if (this.#waiting(roomId, clientId)?.tries === tries) this.#socket.drop();
    }, acknowledgedWithinMilliseconds);
  }

  #fail(roomId, clientId, detail) {
    this.#logs.apply(roomId, { type: "refused", clientId, detail });
    this.#keepStatus(clientId, "failed", detail);
    this.#onFailed(detail);
  }

  /// The number of the message that it answers, which in another log is another message's.
  #answered({ clientId, replyTo }) {
    const epoch = this.#kept.get(clientId)?.epoch ?? this.#epoch();
    return epoch === this.#epoch() ? replyTo ?? undefined : undefined;
  }

  #waiting(roomId, clientId) {
    return this.#logs.get(roomId).outgoing.find((o) => o.clientId === clientId && o.status === "sending");
  }
}

/// The claim of a page that has no tabs beside it.
function claimAtOnce(name, onMine) {
  onMine();
  return () => {};
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
