// Messages that have no number yet: sent, sent again after each reconnection and reload, given back when refused. Each
// is kept until the server has it, or its writer gives it up. All tabs of a browser show what is kept; of those that
// are connected, the one that has claimed a message sends it. A message with files goes once these are uploaded: those
// written after it in its room wait for that.
import { words } from "../words/words.js";
import { Claims, claimAtOnce } from "./claims.js";
import { Flights } from "./flights.js";

/// The server's bound for one frame; a longer one would end the connection.
const frameBytesMax = 65_536;

export class Outbox {
  #logs;
  #socket;
  #store;
  #onFailed;
  #onDiscarded;
  #onFileCancelled;
  #onWaiting;
  #onKept;
  #epoch;
  #claims;
  #flights = new Flights({ onSilent: () => this.#socket.drop(), onRested: () => this.#sendAll() });
  /// By `clientId`: the entries.
  #kept = new Map();
  /// The numbers of those that are in the store, of those that it refused, of those that this tab is done with, and of
  /// those that it has handed out because their room is gone.
  #stored = new Set();
  #refused = new Set();
  #done = new Set();
  #stranded = new Set();
  #files;
  /// By `clientId`: the files of the messages that are not stored yet.
  #unstored = new Map();
  /// By `clientId`: functions to call once the entry is stored, or settled.
  #onSafe = new Map();
  /// The number of times that this tab has kept an entry; by `clientId`: that of the last time.
  #keeps = 0;
  #keptAt = new Map();
  /// The highest place of an entry in their order.
  #order = 0;

  /// `store`: `all()`, `put(entry, files)`, `delete(clientId)`, where entries outlive the page. `onFailed(detail)`: one
  /// was refused; `onDiscarded(clientId)`: its writer has given one up, `onFileCancelled(clientId, key)`: or a file of
  /// it; `onWaiting()`: one is stored that another tab may send; `onKept()`: `isRefused` may be another. `claim(name,
  /// onMine)`: see claims.js; `epoch()`: that of the log of the server, null while it is not known; `files()` promises
  /// what brings files to the server, see file-uploads.js.
  constructor({
    logs, socket, store, files, onFailed = () => {}, onDiscarded = () => {}, onFileCancelled = () => {}, onWaiting = () => {},
    onKept = () => {}, claim = claimAtOnce, epoch = () => null,
  }) {
    this.#logs = logs;
    this.#socket = socket;
    this.#store = store;
    this.#epoch = epoch;
    this.#files = files;
    this.#onFailed = onFailed;
    this.#onDiscarded = onDiscarded;
    this.#onFileCancelled = onFileCancelled;
    this.#onWaiting = onWaiting;
    this.#onKept = onKept;
    this.#claims = new Claims(claim, (clientIds) => this.#granted(clientIds), () => this.#sendAll());
  }

  /// True while the server does not have something that would be lost with the page.
  get isAtRisk() {
    return [...this.#kept.keys()].some((clientId) => !this.#stored.has(clientId));
  }

  /// True while something waits that the browser does not keep.
  get isRefused() {
    return this.#refused.size > 0;
  }

  // The connection

  opened() {
    for (const clientId of this.#kept.keys()) this.#ask(clientId);
    this.#keepLost();
    this.#sendAll();
  }

  /// Another tab may have a connection for those that are stored.
  closed() {
    this.#flights.closed();
    for (const clientId of this.#stored) this.#claims.giveUp(clientId);
  }

  /// The server has told which log it has. What answers a message of another would answer any: its writer is asked.
  leaveOtherLogs() {
    const isOther = ({ replyTo, epoch }) => replyTo && (epoch ?? this.#epoch()) !== this.#epoch();
    for (const { roomId, outgoing } of this.#logs.all())
      for (const waiting of outgoing.filter(isOther)) {
        const { clientId } = waiting;
        const detail = words.answeredGone;
        this.#logs.apply(roomId, { type: "answer-lost", clientId, detail });
        this.#keepAgain(roomId, { ...waiting, replyTo: null, status: "failed", detail });
        this.#onFailed(detail);
      }
  }

  // Earlier pages and other tabs

  /// Takes up the messages of an earlier page and of other tabs, in the order in which they were written. Gives the
  /// entries for rooms that one `isIn` no longer, each once: they will not be sent, and stay until they are put away.
  async takeUp(isIn = null) {
    const known = [...this.#stored];
    const isPending = ({ clientId }) => !this.#done.has(clientId) && !this.#stranded.has(clientId);
    const entries = (await this.#storedEntries())?.filter(isPending);
    if (!entries) return [];
    const isStranded = ({ status, roomId }) => status === "stranded" || (isIn !== null && !isIn(roomId));
    const stored = new Set(entries.map(({ clientId }) => clientId));
    // Sent by another tab: without a connection its row stays until the message comes.
    if (this.#socket.isOpen)
      for (const clientId of known)
        if (!this.#claims.isMine(clientId) && !stored.has(clientId)) this.discardedElsewhere(clientId);
    for (const entry of entries) {
      this.#stored.add(entry.clientId);
      this.#order = Math.max(this.#order, entry.order ?? 0);
      if (!isStranded(entry)) this.#take(entry);
    }
    if (this.#socket.isOpen) this.leaveOtherLogs();
    const stranded = isIn === null ? [] : entries.filter(isStranded);
    for (const entry of stranded) this.#strand(entry);
    return stranded;
  }

  /// Null where the browser does not tell. One that this tab has kept again meanwhile is as it is now.
  async #storedEntries() {
    const keeps = this.#keeps;
    const entries = await this.#store.all();
    return entries && entries.map((entry) => (this.#keptAt.get(entry.clientId) > keeps && this.#kept.get(entry.clientId)) || entry);
  }

  #take(entry) {
    const { roomId, clientId, status, detail } = entry;
    if (this.#claims.isMine(clientId)) return;
    const isKnown = this.#kept.has(clientId);
    this.#kept.set(clientId, entry);
    if (!isKnown) this.#logs.apply(roomId, { type: "posted", ...entry });
    if (entry.files) this.#withFiles((files) => files.show(entry));
    if (status === "failed") this.#logs.apply(roomId, { type: "refused", clientId, detail });
    else if (isKnown && !this.#waiting(roomId, clientId)) this.#logs.apply(roomId, { type: "retried", clientId });
    this.#ask(clientId);
  }

  /// Without a connection nothing is claimed: another tab may have one.
  #ask(clientId) {
    if (!this.#socket.isOpen) return;
    if (this.#stored.has(clientId)) this.#claims.ask(clientId);
    else this.#claims.take(clientId);
  }

  /// The tabs that had them are gone, have no connection, or are done with them.
  async #granted(clientIds) {
    const entries = await this.#storedEntries();
    const stored = new Map(entries?.map((entry) => [entry.clientId, entry]));
    for (const clientId of clientIds.filter((each) => this.#kept.has(each))) {
      if (entries && !stored.has(clientId)) {
        this.discardedElsewhere(clientId);
        continue;
      }
      if (entries) this.#take(stored.get(clientId));
      if (this.#socket.isOpen) this.#claims.take(clientId);
    }
    this.#sendAll();
  }

  /// Its writer has given it up in another tab, or it was sent by one.
  discardedElsewhere(clientId) {
    const entry = this.#kept.get(clientId);
    if (!entry) return;
    this.#letGo(clientId);
    this.#claims.giveUp(clientId);
    this.#logs.apply(entry.roomId, { type: "discarded", clientId });
  }

  // Acts of the writer

  /// Gives a promise that is kept once the message outlives the page, or needs to no more. Of `files` each is
  /// `{name, type, size, blob}`; of a picture also `width`, `height`, `alt`, the `preview`'s blob, and the `url` of the
  /// one that is shown.
  post(roomId, content, replyTo = null, files = []) {
    const at = Date.now();
    this.#order = Math.max(this.#order + 1, at);
    const entry = { clientId: newClientId(), roomId, content, replyTo, at, order: this.#order, epoch: this.#epoch() };
    const safe = new Promise((resolve) => { this.#onSafe.set(entry.clientId, resolve); });
    if (files.length) {
      entry.files = files.map(({ blob, preview, url, ...facts }, key) => ({ key, ...facts }));
      this.#unstored.set(entry.clientId, files);
    }
    if (this.#socket.isOpen) this.#claims.take(entry.clientId);
    this.#keep(entry);
    this.#logs.apply(roomId, { type: "posted", ...entry });
    if (files.length) this.#withFiles((each) => each.hold(entry, files));
    this.#sendAll();
    return safe;
  }

  /// Asked for here, it is sent from here, or from where there is a connection.
  retry(roomId, clientId) {
    this.#flights.forget(clientId);
    this.#note(clientId, { isAnew: false });
    if (this.#socket.isOpen) this.#claims.take(clientId);
    this.#keepStatus(clientId, "sending");
    this.#logs.apply(roomId, { type: "retried", clientId });
    this.#sendAll();
    this.#socket.retryNow();
  }

  discard(roomId, clientId) {
    if (this.#kept.get(clientId)?.files) this.#withFiles((files) => files.remove(clientId));
    this.#logs.apply(roomId, { type: "discarded", clientId });
    this.#forget(clientId);
    this.#onDiscarded(clientId);
    this.#sendAll();
  }

  /// Takes a file out of a message in all tabs, of which another may be sending it, and the message with the last one
  /// if it says nothing else.
  cancelFile(clientId, key) {
    if (this.#takeOut(clientId, key)) this.#onFileCancelled(clientId, key);
  }

  /// Its writer has taken a file out in another tab.
  fileCancelledElsewhere(clientId, key) {
    this.#takeOut(clientId, key);
  }

  /// True where the message goes on without it.
  #takeOut(clientId, key) {
    const entry = this.#kept.get(clientId);
    const index = entry?.files?.findIndex((file) => file.key === key) ?? -1;
    // The server may have it.
    if (index < 0 || entry.isTold) return false;
    const files = entry.files.toSpliced(index, 1);
    if (!files.length && !entry.content) {
      this.discard(entry.roomId, clientId);
      return false;
    }
    const unstored = this.#unstored.get(clientId);
    if (unstored) this.#unstored.set(clientId, unstored.toSpliced(index, 1));
    this.#withFiles((each) => each.remove(clientId, key));
    this.#keep({ ...entry, files });
    this.#sendAll();
    return true;
  }

  /// One is no longer in the room: gives the entries that will not be sent. They stay until they are put away.
  strand(roomId) {
    const entries = [...this.#kept.values()].filter((entry) => entry.roomId === roomId);
    for (const entry of entries) this.#strand(entry);
    return entries;
  }

  #strand(entry) {
    const { clientId, roomId } = entry;
    this.#stranded.add(clientId);
    this.#kept.delete(clientId);
    if (entry.files) this.#withFiles((files) => files.forget(clientId));
    this.#claims.giveUp(clientId);
    this.#flights.forget(clientId);
    this.#logs.apply(roomId, { type: "discarded", clientId });
    // One who comes into the room again has not asked for it to be sent.
    this.#store.put({ ...entry, status: "stranded" });
  }

  /// Their writer has what they said.
  putAway(clientIds) {
    for (const clientId of clientIds) {
      this.#forget(clientId);
      this.#onDiscarded(clientId);
    }
  }

  /// The number of messages that the server does not have, whichever tab wrote them.
  async count() {
    const stored = (await this.#store.all() ?? []).map(({ clientId }) => clientId).filter((clientId) => !this.#done.has(clientId));
    return new Set([...stored, ...this.#kept.keys()]).size;
  }

  // Answers of the server

  async refused({ client_id: clientId, code, detail, retry_after: seconds = 1 }) {
    const isPassing = this.#flights.isPassing(clientId, code);
    if (!isPassing) await words.learnRefusals();
    const roomId = this.#flights.roomOf(clientId) ?? this.#kept.get(clientId)?.roomId;
    if (roomId === undefined) return;
    this.#flights.answered(clientId);
    this.#note(clientId, { isTold: false });
    if (isPassing) this.#flights.rest(seconds);
    else if (!this.#uploadAnew(clientId, code)) this.#fail(roomId, clientId, words.refusal(code, detail));
    this.#sendAll();
  }

  /// The room's log changed: messages that are in the log need not be kept.
  settled(roomId) {
    const waiting = new Set(this.#logs.get(roomId).outgoing.filter((o) => o.status !== "sent").map((o) => o.clientId));
    const gone = [...this.#kept.values()].filter((entry) => entry.roomId === roomId && !waiting.has(entry.clientId));
    for (const { clientId } of gone) {
      this.#flights.answered(clientId);
      this.#forget(clientId);
    }
    if (gone.length) this.#sendAll();
  }

  /// The server has the file, under that number of the log of that epoch.
  uploaded(clientId, key, id, epoch) {
    const entry = this.#kept.get(clientId);
    // Another tab sends it by now.
    if (!entry || !this.#claims.isMine(clientId)) return;
    this.#keep({ ...entry, files: entry.files.map((file) => (file.key === key ? { ...file, id, epoch } : file)) });
    this.#sendAll();
  }

  /// One of its files cannot be uploaded.
  notUploaded(clientId, detail) {
    const entry = this.#kept.get(clientId);
    if (entry && this.#waiting(entry.roomId, clientId)) this.#fail(entry.roomId, clientId, detail);
  }

  /// The server keeps for a day what no message names: it may be gone. Gives true if that may be why one was refused.
  #uploadAnew(clientId, code) {
    const entry = this.#kept.get(clientId);
    if (code !== "invalid" || !entry?.files || entry.isAnew) return false;
    this.#keep({ ...entry, isAnew: true, files: entry.files.map(({ id, epoch, ...file }) => file) });
    this.#withFiles((files) => files.startAnew(clientId));
    return true;
  }

  // Keeping

  async #keep(entry) {
    const { clientId } = entry;
    this.#kept.set(clientId, entry);
    this.#keptAt.set(clientId, ++this.#keeps);
    this.#done.delete(clientId);
    const isStored = await this.#store.put(entry, this.#unstored.get(clientId)) !== false;
    if (!this.#kept.has(clientId)) return;
    if (!isStored && entry.files && !this.#refused.has(clientId)) this.#withFiles((files) => files.notKept());
    const isFirst = !this.#stored.has(clientId);
    (isStored ? this.#stored : this.#refused).add(clientId);
    if (isStored) this.#refused.delete(clientId);
    this.#onKept();
    if (!isStored) return;
    this.#unstored.delete(clientId);
    this.#safe(clientId);
    if (!this.#socket.isOpen) this.#claims.giveUp(clientId);
    // Files take their time: should this tab be closed meanwhile, another that knows of them goes on. Without locks it
    // would not wait for that.
    else if (!isFirst || !entry.files || !globalThis.navigator?.locks) return;
    this.#onWaiting();
  }

  #keepStatus(clientId, status, detail = null) {
    const entry = this.#kept.get(clientId);
    if (entry) this.#keep({ ...entry, status, detail });
  }

  /// Of one with files. `isTold`: the server may have it; `isAnew`: its files have been uploaded once more.
  #note(clientId, change) {
    const entry = this.#kept.get(clientId);
    if (entry?.files) this.#keep({ ...entry, ...change });
  }

  /// Messages that the server had, and has no more, are kept as they were before, and all at once: the connection or
  /// the page may be lost before the last of them is sent.
  #keepLost() {
    for (const { roomId, outgoing } of this.#logs.all())
      for (const lost of outgoing.filter(({ clientId, status }) => status === "sending" && !this.#kept.has(clientId))) {
        this.#claims.take(lost.clientId);
        this.#keepAgain(roomId, lost);
      }
  }

  #keepAgain(roomId, { clientId, content, replyTo, at, order, epoch, files, status, detail }) {
    const known = this.#kept.get(clientId) ?? (files.length && { files: files.map(({ url, state, sent, ...facts }) => facts) });
    this.#keep({ clientId, roomId, content, at, order, ...known, replyTo, epoch, status, detail });
  }

  /// The claim is given up once the next tab finds nothing any more.
  async #forget(clientId) {
    const giveUp = this.#claims.detach(clientId);
    this.#letGo(clientId);
    await this.#store.delete(clientId);
    giveUp();
  }

  #letGo(clientId) {
    this.#done.add(clientId);
    if (this.#kept.get(clientId)?.files) this.#withFiles((files) => files.forget(clientId));
    this.#kept.delete(clientId);
    this.#keptAt.delete(clientId);
    this.#unstored.delete(clientId);
    this.#stored.delete(clientId);
    this.#refused.delete(clientId);
    this.#flights.forget(clientId);
    this.#safe(clientId);
    this.#onKept();
  }

  #safe(clientId) {
    this.#onSafe.get(clientId)?.();
    this.#onSafe.delete(clientId);
  }

  #withFiles(work) {
    this.#files().then(work);
  }

  // Sending

  /// The same `client_id` again: the server tells what it already has from what it never got.
  #sendAll() {
    if (!this.#socket.isOpen) return;
    for (const { roomId } of this.#logs.all())
      if (this.#flights.mayStart(roomId)) this.#sendNext(roomId);
  }

  /// Those that another tab sends are passed over; one whose claim is on its way is waited for.
  #sendNext(roomId) {
    const isOurs = ({ clientId }) => !this.#claims.isAnothers(clientId);
    const waiting = this.#logs.get(roomId).outgoing.find((o) => o.status === "sending" && isOurs(o));
    if (!waiting || !this.#claims.isMine(waiting.clientId)) return;
    const { clientId, content, replyTo } = waiting;
    const files = this.#kept.get(clientId)?.files;
    const ids = files?.filter(({ epoch }) => epoch === this.#epoch()).map(({ id }) => id);
    if (ids?.length < files?.length) {
      // It was told to a server that has been put back since.
      if (this.#kept.get(clientId).isTold) this.#note(clientId, { isTold: false });
      return this.#withFiles((each) => this.#upload(each, clientId));
    }
    const frame = { type: "send", room_id: roomId, content, client_id: clientId, reply_to: replyTo ?? undefined, ...ids && { attachment_ids: ids } };
    const bytes = new TextEncoder().encode(JSON.stringify(frame)).length;
    if (this.#flights.isTired(clientId)) return this.#fail(roomId, clientId, words.unanswered);
    if (bytes > frameBytesMax) return this.#fail(roomId, clientId, words.tooLong);
    if (files) this.#note(clientId, { isTold: true });
    this.#flights.start(roomId, clientId, bytes);
    this.#socket.send(frame);
  }

  /// They may have been fetched after they were handed over.
  #upload(files, clientId) {
    const [entry, unstored] = [this.#kept.get(clientId), this.#unstored.get(clientId)];
    if (!entry) return;
    if (unstored && !files.holds(clientId)) files.hold(entry, unstored);
    files.upload(entry, this.#epoch());
  }

  #fail(roomId, clientId, detail) {
    this.#flights.forget(clientId);
    this.#logs.apply(roomId, { type: "refused", clientId, detail });
    this.#keepStatus(clientId, "failed", detail);
    this.#onFailed(detail);
    this.#sendAll();
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
