// The signed-in page's model: rooms, their logs, people, and the things that one does with them.
//
// Events, see page-events.js: "rooms", "people", "connection", "epoch" (the server has told that of its log), "kept"
// (what the outbox keeps), "replaced" (the browser is signed in as someone else, or anew), "stopped" (nothing more is
// said or heard), "dropped" (a deletion that waited is not carried out). With a `detail`: of `{reason}` "over"; of
// `{server}` "upgraded", at each connection to a server of another version; of `{roomId}` "log", "typing", "receipts";
// of `{roomId, room, unsent, how}` "left"; of `{roomId, kind, …}` "passed", see message/passing-notices.js; of
// `{message}` "changed"; of `{unsent, isIn}` "stranded", with the entries that wait for rooms that one is not in any
// more, and what tells which those are; of `{message, isMention}` "arrived", for someone else's new message; of
// `{sentence}` "failed", for an act refused, "unsent", for a message, and "uploading", for a file that takes its time.
import { PageEvents } from "../logs/page-events.js";
import { messageAt } from "../logs/run.js";
import { claim } from "../outbox/claims.js";
import { Outbox } from "../outbox/outbox.js";
import { preferences } from "../text/preferences.js";
import { api, backgroundWork, session } from "./api.js";
import { endSession, forgetOthers, forgetSoon } from "./device.js";
import { Members } from "./members.js";
import { OutboxStore } from "./outbox-store.js";
import { People } from "./people.js";
import { keepRenewed } from "./renewal.js";
import { RoomLogs } from "./room-logs.js";
import { ServerSync } from "./server-sync.js";
import { SnapshotKeeper } from "./snapshot.js";
import { Socket } from "./socket.js";
import { Tabs } from "./tabs.js";
import { Typists } from "./typists.js";

/// The server closes the line of a session that is over within a second.
const reasonWithinMilliseconds = 1_500;
/// The people whom one call asks for by number.
const peopleAskedMax = 200;
/// One's own account is asked for anew before something is told by it, so often.
const meKnownMilliseconds = 60_000;
/// The longest that a timer of a browser can wait.
const timerMillisecondsMax = 2 ** 31 - 1;

export class Chat extends PageEvents {
  people = new People();
  /// The notices of each room, `[{id, epoch, after, at, text}]`, see message/passing-notices.js.
  notices = new Map();
  /// Deletions that can still be undone; null until the menu of a message was opened.
  pendingDeletions = null;
  /// The words that the search, once it opens, looks for.
  typedSearch = "";
  /// The rooms that are being left by this page.
  #leaving = new Set();
  #background = backgroundWork();
  #typists = new Typists();
  #members = new Members(this.people);
  #isOver = false;
  #isRenewed = false;
  #socket;
  #sync;
  #keeper;
  #tabs;
  #life = new AbortController();
  #meAskedAt = -Infinity;
  /// Counts the changes of one's own account and the questions for it: an answer from before the last of them is void.
  #meNumber = 0;
  /// Until the next room is not muted any more.
  #unmuting = 0;
  /// A promise of what brings files to the server, once there was one to send.
  #uploads = null;
  /// The people who were asked for by number.
  #asked = new Set();

  constructor(me) {
    super();
    this.me = me;
    this.people.learn([me]);
    this.logs = new RoomLogs({
      me: me.id, background: this.#background, onChange: (roomId, changed) => this.#logChanged(roomId, changed),
    });
    this.#socket = new Socket({
      onFrame: (frame) => this.#received(frame),
      onOpen: (hello) => this.#opened(hello),
      onClose: (how) => this.#closed(how),
    });
    const store = new OutboxStore(me.id);
    this.outbox = new Outbox({
      logs: this.logs, socket: this.#socket, store, files: () => this.#fileUploads(store),
      onFailed: (detail) => this.emit("unsent", { sentence: detail }),
      onDiscarded: (clientId) => this.#tabs?.discarded(clientId),
      onFileCancelled: (clientId, key) => this.#tabs?.fileCancelled(clientId, key),
      onWaiting: () => this.#tabs?.waiting(),
      onKept: () => this.emit("kept"),
      epoch: () => this.epoch,
      claim: (clientId, ...heard) => claim(`outbox-${clientId}`, ...heard),
    });
    this.#sync = new ServerSync({
      me: () => this.me, socket: this.#socket, logs: this.logs, members: this.#members, people: this.people,
      typists: this.#typists, outbox: this.outbox, background: this.#background,
      emit: (type, detail) => this.emit(type, type === "left" && this.#leaving.has(detail.roomId) ? { ...detail, how: null } : detail),
    });
    this.#keeper = new SnapshotKeeper(this);
    this.addEventListener("rooms", () => this.#unmuteInTime());
    // A line that is open is about to hear the reason.
    session.addEventListener("unauthenticated", () => setTimeout(() => this.#over(), this.isConnected ? reasonWithinMilliseconds : 0));
  }

  get isConnected() { return this.#socket.isOpen; }
  get rooms() { return this.logs.rooms; }
  get unread() { return this.logs.unread; }
  get epoch() { return this.#sync.epoch; }
  /// Signed out, or stopped.
  get isOver() { return this.#isOver; }
  room(id) { return this.logs.room(id); }
  members(id) { return this.#members.of(id); }
  typing(id) { return this.#typists.in(id, performance.now()); }

  // The session

  /// Shows a snapshot, before the server says how things are now.
  restore({ epoch, rooms, people, timelines }) {
    this.people.learn(people);
    this.#sync.epoch = epoch ?? null;
    this.logs.list(rooms);
    for (const log of timelines) this.logs.restore(log);
  }

  start() {
    this.#tabs = new Tabs({
      userId: this.me.id, onOther: () => this.emit("replaced"), onDiscarded: (id) => this.outbox.discardedElsewhere(id),
      onFileCancelled: ({ clientId, key }) => this.outbox.fileCancelledElsewhere(clientId, key),
      onWaiting: () => this.outbox.takeUp(), onMeChanged: () => this.#askForMe(),
    });
    this.#socket.start();
    forgetOthers(this.me.id).then(() => this.outbox.takeUp());
    const { signal } = this.#life;
    // The server wants to know whether someone looks at this page.
    document.addEventListener("visibilitychange", () => {
      this.#tellVisibility();
      // Another tab may be gone, with what it had to send.
      if (document.visibilityState === "visible") this.outbox.takeUp();
    }, { signal });
    // The browser asks whether the page is to be left.
    addEventListener("beforeunload", (event) => { if (this.outbox.isAtRisk) event.preventDefault(); }, { signal });
    keepRenewed({ background: this.#background, signal });
  }

  /// Says and hears nothing more.
  stop() {
    this.#isOver = true;
    this.#life.abort();
    this.#socket.stop();
    this.#keeper.stop();
    this.#tabs?.close();
    this.emit("stopped");
  }

  reconnect() {
    this.#socket.retryNow();
  }

  /// Deletions that wait are carried out, for nobody comes back to undo them.
  async signOut() {
    if (this.#isOver) return;
    await this.pendingDeletions?.finish();
    this.#isOver = true;
    await import("./uploads.js").then(({ removeAbandoned }) =>
      removeAbandoned({ userId: this.me.id, uploads: this.#uploads, epoch: this.epoch })).catch(() => {});
    try {
      await endSession(this.me.id, () => this.stop());
    } catch (problem) {
      this.#isOver = false;
      throw problem;
    }
  }

  /// `work()` ends this session and begins another one; the page that asked for it starts anew by itself.
  async renewSession(work) {
    this.#isRenewed = true;
    try {
      await work();
    } catch (problem) {
      this.#isRenewed = false;
      throw problem;
    }
  }

  rename(name) {
    return this.changeMe({ name });
  }

  async changeMe(change) {
    this.meChanged(await api.changeMe(change));
  }

  /// One's own account was changed by this page; the other tabs ask for it.
  meChanged(me) {
    this.#meNumber += 1;
    this.#learnMe(me);
    this.#tabs.meChanged();
  }

  /// Asks for one's own account as it is now; it may have been changed on another device.
  async reloadMe() {
    const number = ++this.#meNumber;
    this.#meAskedAt = performance.now();
    const me = await api.me();
    if (number === this.#meNumber) this.#learnMe(me);
  }

  /// The same if that was not done for so long, and if there is an answer soon.
  async lookAtMe(knownMilliseconds = meKnownMilliseconds) {
    if (performance.now() - this.#meAskedAt < knownMilliseconds) return;
    const late = new Promise((resolve) => { setTimeout(resolve, reasonWithinMilliseconds); });
    await Promise.race([this.reloadMe().catch(() => {}), late]);
  }

  #askForMe() {
    this.#background("own account", () => this.reloadMe());
  }

  #learnMe(me) {
    this.me = me;
    this.people.learn([me]);
    this.emit("people");
  }

  // Rooms

  reloadRooms() {
    return this.#sync.reloadRooms();
  }

  /// The other one in a direct room, or null.
  other({ id, kind, user_id: userId }) {
    if (kind !== "direct") return null;
    return userId ?? this.members(id)?.find(({ user_id: user }) => user !== this.me.id)?.user_id ?? null;
  }

  /// One is in the room from now on, which is as the server has answered.
  entered(room) {
    this.logs.listed(room);
    this.#sync.learnMembers(room);
    return room;
  }

  /// The room as the server has it now, which may be one that one is not in.
  async about(id) {
    const room = await api.room(id);
    this.logs.change(id, room);
    this.#sync.learnMembers(room);
    return room;
  }

  /// Leaves the room by that call. The page that asked for it says so by itself, even where the server tells of it
  /// before it answers.
  async leave(id, call) {
    this.#leaving.add(id);
    try {
      await call;
      this.#sync.left(id, null);
    } finally {
      this.#leaving.delete(id);
    }
  }

  /// Loads the messages that its reader is to see first, and the members, unless they are here already.
  async open(id) {
    if (!this.members(id)) this.#sync.loadMembers(id);
    await this.logs.open(id);
  }

  /// The users, other than its author and oneself, who have read as far as `seq`.
  readers(id, seq) {
    const author = messageAt(this.logs.get(id), seq)?.user_id;
    return this.#members.readers(id, seq).filter((user) => user !== author && user !== this.me.id);
  }

  /// The reader has seen everything up to `seq`.
  markRead(id, seq = this.room(id)?.last_seq) {
    const room = this.room(id);
    if (room && seq > room.read_seq) this.#sync.read(id, seq);
  }

  // Messages

  /// It came while one looked at this page: no other tab tells of it.
  lookedAt({ id }) {
    this.#tabs.lookedAt(id, this.epoch);
  }

  isLookedAtElsewhere({ id }) {
    return this.#tabs.isLookedAtElsewhere(id, this.epoch);
  }

  post(id, content, replyTo, files) {
    this.#typists.sent(id);
    return this.outbox.post(id, content, replyTo, files);
  }

  #fileUploads(store) {
    this.#uploads ??= import("./uploads.js").then(({ fileUploads }) => fileUploads({
      store, socket: this.#socket, logs: this.logs, outbox: this.outbox,
      onSaid: (sentence) => this.emit("uploading", { sentence }),
      onNotKept: (sentence) => this.emit("failed", { sentence }),
    })).catch((error) => {
      this.#uploads = null;
      throw error;
    });
    return this.#uploads;
  }

  async fetchPendingDeletions() {
    const { PendingDeletions } = await import("./pending-deletions.js");
    return this.pendingDeletions ??= new PendingDeletions({
      logs: this.logs, socket: this.#socket, epoch: () => this.epoch,
      onFailed: (problem) => this.#failed(problem),
      onDropped: () => this.emit("dropped"),
    });
  }

  async edit(id, seq, content) {
    const message = await api.editMessage(id, seq, content);
    if (message) this.#sync.changed(message);
  }

  async react(id, seq, emoji, isOn) {
    this.logs.apply(id, { type: "reacted", seq, emoji, isOn });
    try {
      await api.react(id, seq, emoji, isOn);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.logs.apply(id, { type: "reacted", seq, emoji, isOn: !isOn });
      this.#failed(problem);
    }
  }

  /// Something was typed: the room is told now and then.
  type(id) {
    if (preferences.get("typing") === "told" && this.isConnected && this.#typists.isDue(id, performance.now()))
      this.#socket.send({ type: "typing", room_id: id });
  }

  // News

  #received(frame) {
    this.#sync.received(frame);
    if (frame.type === "user" && frame.user.id === this.me.id) this.#askForMe();
  }

  /// A room that is muted for a time is not any more once that is over.
  #unmuteInTime() {
    clearTimeout(this.#unmuting);
    const now = Date.now();
    const ends = this.rooms.map(({ notify_until: until }) => Date.parse(until)).filter((end) => end > now);
    if (ends.length && !this.#isOver)
      this.#unmuting = setTimeout(() => this.emit("rooms"), Math.min(Math.min(...ends) - now + 1, timerMillisecondsMax));
  }

  #logChanged(roomId, { list, run }) {
    if (list) this.emit("rooms");
    if (!run) return;
    this.outbox.settled(roomId);
    this.#askForPeople(roomId);
    this.emit("log", { roomId });
  }

  /// People who left the room, or the site, still have a name.
  #askForPeople(roomId) {
    const { isOpen, messages } = this.logs.get(roomId);
    if (!isOpen) return;
    const seen = messages.flatMap(({ user_id: author, reactions }) => [author, ...(reactions ?? []).flatMap((each) => each.user_ids)]);
    const missing = [...new Set(seen)].filter((id) => !this.people.knows(id) && !this.#asked.has(id)).slice(0, peopleAskedMax);
    if (!missing.length) return;
    for (const id of missing) this.#asked.add(id);
    this.#background(`people ${missing[0]}`, async () => {
      try {
        const { users } = await api.users({ ids: missing.join(",") });
        if (this.people.learn(users)) this.emit("people");
      } catch (problem) {
        for (const id of missing) this.#asked.delete(id);
        throw problem;
      }
    });
  }

  #tellVisibility() {
    this.#socket.send({ type: "visible", visible: document.visibilityState === "visible" });
  }

  // Ends and failures

  #opened(hello) {
    this.#sync.opened(hello);
    if (this.#isOver) return;
    this.pendingDeletions?.opened();
    this.#tellVisibility();
    // Kept by the server for all of one's devices, and told by no frame.
    this.#askForMe();
  }

  #closed({ isOver, wasOpen, reason }) {
    this.#sync.closed();
    if (this.#isOver) return;
    if (isOver) this.#over(reason);
    // A browser does not say why an upgrade was refused; REST does.
    else if (!wasOpen) this.#background("me", () => api.me());
  }

  async #over(reason) {
    if (this.#isOver || this.#isRenewed) return;
    this.stop();
    // The browser may be someone else's by now.
    await forgetSoon(this.me.id);
    this.emit("over", { reason });
  }

  #failed(problem) {
    this.emit("failed", { sentence: problem.message });
  }
}
