// The files of unsent messages on their way to the server: two at a time, each with its small picture, again after a
// lost connection and when the server was busy. The page holds them; after a reload they are read from the store.
import { words } from "../words/words.js";

/// The server takes three of one person's at a time.
const uploadsMax = 2;
/// Failures on a connection that answers before the person is asked.
const triesMax = 3;
const againAfterMilliseconds = 2_000;
/// A busy server that names no time.
const restSeconds = 5;
/// A file is asked about once it has waited so long for a busy server.
const restsSecondsMax = 120;
/// A progress is shown in so many steps, and said so often.
const stepsMax = 50;
const saidEveryMilliseconds = 10_000;
/// The row of the sent message takes the picture over from that of the unsent one.
const shownOnMilliseconds = 10_000;

export class FileUploads {
  #send;
  #remove;
  #read;
  #confirm;
  #onShown;
  #onUploaded;
  #onFailed;
  #onSaid;
  #onNotKept;
  #now;
  /// By `clientId`: `{clientId, roomId, files, parts}`, with the facts of the files as the outbox has them, and of each
  /// by its key `{blob, preview, url, state, sent, id, epoch, begun, job}`; `begun` is `{id, epoch}` of one that is
  /// there without its small picture.
  #messages = new Map();
  /// `{message, file, part, epoch, id, tries, rested, abort, saidAt, isTakenBack}`: those that wait for their turn.
  #queue = [];
  #underWay = 0;
  #rests = 0;

  /// `send({roomId, name, alt, type, blob, previewOf, onProgress, signal})` promises the attachment, or throws a
  /// Problem; `remove(id)`; `read(clientId)` promises `[{key, blob, preview}]` as they are stored; `confirm()`: true if
  /// the connection answers; `onShown(roomId, clientId, files)`: their rows show this; `onUploaded(clientId, key, id,
  /// epoch)`; `onFailed(clientId, detail)`; `onSaid(sentence)` of a long way, `onNotKept(sentence)` of what lives as
  /// long as the page.
  constructor({ send, remove, read, confirm, onShown, onUploaded, onFailed, onSaid = () => {}, onNotKept = () => {}, now = () => performance.now() }) {
    this.#send = send;
    this.#remove = remove;
    this.#read = read;
    this.#confirm = confirm;
    this.#onShown = onShown;
    this.#onUploaded = onUploaded;
    this.#onFailed = onFailed;
    this.#onSaid = onSaid;
    this.#onNotKept = onNotKept;
    this.#now = now;
  }

  /// The page has the files of a message that was written just now.
  hold(entry, files) {
    const message = this.#learn(entry);
    files.forEach(({ blob, preview = null, url = null }, index) =>
      Object.assign(message.parts.get(entry.files[index].key), { blob, preview, url }));
    this.#tell(message);
  }

  holds(clientId) { return this.#messages.has(clientId); }

  /// The files of a message are more than the store keeps.
  notKept() {
    this.#onNotKept(words.filesNotKept);
  }

  /// The message of an earlier page, or of another tab.
  async show(entry) {
    const message = this.#learn(entry);
    this.#tell(message);
    const isBare = ({ key, width }) => width && !message.parts.get(key).url;
    if (!message.files.some(isBare)) return;
    const stored = await this.#read(entry.clientId) ?? [];
    if (this.#messages.get(entry.clientId) !== message) return;
    for (const { key } of message.files.filter(isBare)) {
      const found = stored.find((each) => each.key === key);
      if (found) message.parts.get(key).url = URL.createObjectURL(found.preview ?? found.blob);
    }
    this.#tell(message);
  }

  /// Uploads what of it the log of that epoch does not have. Asked for again it goes on.
  upload(entry, epoch) {
    const message = this.#learn(entry);
    for (const file of message.files.filter((each) => each.epoch !== epoch)) {
      const part = message.parts.get(file.key);
      if (part.job?.epoch === epoch) continue;
      part.job?.abort.abort();
      if (part.id !== null && part.epoch === epoch) {
        this.#onUploaded(entry.clientId, file.key, part.id, epoch);
        continue;
      }
      const id = part.begun?.epoch === epoch ? part.begun.id : null;
      part.job = {
        message, file, part, epoch, id, tries: 0, rested: 0, abort: new AbortController(), saidAt: this.#now(), isTakenBack: false,
      };
      Object.assign(part, { id: null, state: "waiting", sent: 0 });
      this.#queue.push(part.job);
    }
    this.#tell(message);
    this.#next();
  }

  /// The server has not what it was said to have.
  startAnew(clientId) {
    for (const part of this.#messages.get(clientId)?.parts.values() ?? []) Object.assign(part, { id: null, begun: null });
  }

  /// Its writer takes a file out of the message, or all of them: the server need not keep them.
  remove(clientId, key = null) {
    const message = this.#messages.get(clientId);
    for (const file of message?.files.filter((each) => key === null || each.key === key) ?? []) {
      const part = message.parts.get(file.key);
      const { job } = part;
      job?.abort.abort();
      // It came whole, but its small picture is still on its way; or it comes whole nonetheless.
      const id = part.id ?? job?.id ?? part.begun?.id ?? null;
      if (id !== null) this.#remove(id);
      else if (job) job.isTakenBack = true;
      Object.assign(part, { begun: null, job: null });
    }
    if (key === null || !message) return;
    message.files = message.files.filter((each) => each.key !== key);
    this.#tell(message);
  }

  /// The numbers of those that the server has by now, some of them without their small picture still.
  get ids() {
    const parts = [...this.#messages.values()].flatMap((message) => [...message.parts.values()]);
    return parts.map(({ id, job, begun }) => id ?? job?.id ?? begun?.id).filter((id) => id !== null && id !== undefined);
  }

  /// It is sent, or not to be sent from here.
  forget(clientId) {
    const message = this.#messages.get(clientId);
    if (!message) return;
    this.#messages.delete(clientId);
    const parts = [...message.parts.values()];
    for (const { job } of parts) job?.abort.abort();
    setTimeout(() => parts.forEach(({ url }) => url && URL.revokeObjectURL(url)), shownOnMilliseconds);
  }

  #learn({ clientId, roomId, files }) {
    const message = this.#messages.get(clientId) ?? { clientId, roomId, files, parts: new Map() };
    this.#messages.set(clientId, message);
    message.files = files;
    for (const { key, id = null, epoch } of files) {
      if (message.parts.has(key)) continue;
      const state = id === null ? "waiting" : "sent";
      message.parts.set(key, { blob: null, preview: null, url: null, state, sent: id === null ? 0 : 1, id, epoch, begun: null, job: null });
    }
    return message;
  }

  #tell(message) {
    this.#onShown(message.roomId, message.clientId, message.files.map(({ id, epoch, ...facts }) => {
      const { url, state, sent } = message.parts.get(facts.key);
      return { ...facts, ...url && { url }, state, sent };
    }));
  }

  // Under way

  #next() {
    while (!this.#rests && this.#underWay < uploadsMax && this.#queue.length) {
      const job = this.#queue.shift();
      if (job.part.job === job && !job.abort.signal.aborted) this.#run(job);
    }
  }

  async #run(job) {
    const { message, file, part, abort } = job;
    this.#underWay += 1;
    this.#become(job, "sending", 0);
    try {
      const { blob, preview } = await this.#blobs(job);
      if (abort.signal.aborted) return;
      if (!blob) return this.#giveUp(job, words.fileGone);
      const { name, alt, type } = file;
      const to = { roomId: message.roomId, name, signal: abort.signal };
      const onProgress = (sent) => this.#progressed(job, sent);
      job.id ??= (await this.#send({ ...to, alt, type, blob, onProgress })).id;
      if (job.isTakenBack) this.#remove(job.id);
      if (abort.signal.aborted) return;
      part.begun = { id: job.id, epoch: job.epoch };
      if (preview) await this.#sendPreview({ ...to, type: preview.type, blob: preview, previewOf: job.id });
      if (abort.signal.aborted) return;
      Object.assign(part, { id: job.id, epoch: job.epoch, begun: null, job: null });
      this.#become(job, "sent", 1);
      this.#onUploaded(message.clientId, file.key, job.id, job.epoch);
    } catch (problem) {
      if (!abort.signal.aborted) await this.#failed(job, problem);
    } finally {
      this.#underWay -= 1;
      this.#next();
    }
  }

  /// A file may have been taken away from the disk since it was picked; the store has a copy.
  async #blobs({ message, file, part }) {
    if (await isReadable(part.blob)) return part;
    const stored = (await this.#read(message.clientId))?.find(({ key }) => key === file.key);
    // Some browsers store one that is gone already, without its bytes.
    return await isReadable(stored?.blob) ? stored : {};
  }

  /// A picture is sent without a small one rather than not at all.
  async #sendPreview(preview) {
    try {
      await this.#send({ ...preview, onProgress() {} });
    } catch (problem) {
      if (problem.status === undefined || mayPass(problem)) throw problem;
    }
  }

  async #failed(job, problem) {
    const { part } = job;
    if (problem.status === undefined) {
      this.#giveUp(job, words.uploadFailed);
      throw problem;
    }
    // The page leaves for the door.
    if (problem.code === "unauthenticated") return this.#park(job);
    if (mayPass(problem) && (problem.code === "busy" || problem.retryAfter !== null)) {
      const seconds = problem.retryAfter ?? restSeconds;
      job.rested += seconds;
      if (job.rested > restsSecondsMax) return this.#giveUp(job, problem.message);
      this.#queue.unshift(job);
      this.#become(job, "waiting", 0);
      return this.#rest(seconds);
    }
    if (problem.isUnreachable && !await this.#confirm()) return part.job === job && this.#park(job);
    if (part.job !== job) return;
    if (!mayPass(problem) || ++job.tries === triesMax)
      return this.#giveUp(job, problem.isUnreachable ? words.uploadFailed : problem.message);
    this.#become(job, "waiting", 0);
    setTimeout(() => {
      this.#queue.push(job);
      this.#next();
    }, againAfterMilliseconds * job.tries);
  }

  /// The next connection brings it up again.
  #park(job) {
    job.part.job = null;
    this.#become(job, "waiting", 0);
  }

  #giveUp(job, detail) {
    const { message, file, part } = job;
    for (const each of message.parts.values()) if (this.#queue.includes(each.job)) each.job = null;
    part.job = null;
    this.#become(job, "failed", 0);
    this.#onFailed(message.clientId, words.fileNotSent(file.name, detail));
  }

  #rest(seconds) {
    this.#rests += 1;
    setTimeout(() => {
      this.#rests -= 1;
      this.#next();
    }, seconds * 1_000);
  }

  #progressed(job, sent) {
    const { part, file } = job;
    if (part.job !== job || Math.floor(sent * stepsMax) === Math.floor(part.sent * stepsMax)) return;
    this.#become(job, "sending", sent);
    if (this.#now() - job.saidAt < saidEveryMilliseconds) return;
    job.saidAt = this.#now();
    this.#onSaid(words.uploading(file.name, Math.floor(sent * 100)));
  }

  #become({ message, part }, state, sent) {
    Object.assign(part, { state, sent });
    if (this.#messages.get(message.clientId) === message) this.#tell(message);
  }
}

/// The same may go well a moment later; a server whose disk is full stays so, and answers as if it might not, and files
/// that wait for their message do so for a day. One that stops in the middle of a file says that the request was none.
const mayPass = ({ status, code, isPassing }) =>
  status === 408 || code === "malformed_request" || (isPassing && status !== 507 && code !== "too_many_files");

const isReadable = async (blob) => {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};
