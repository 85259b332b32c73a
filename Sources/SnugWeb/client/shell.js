// The signed-in page: the rooms at the side, the open one beside them; on a phone one at a time.
import { isLookedAt } from "./conversation/attention.js";
import { RoomView } from "./conversation/room-view.js";
import { Chat } from "./models/chat.js";
import { Drafts } from "./models/drafts.js";
import { lastRoom, noteRoom } from "./models/last-room.js";
import { RoomsView } from "./rooms/rooms-view.js";
import { isComposing } from "./text/composing.js";
import { siteName } from "./text/site-name.js";
import { Announcer } from "./ui/announcer.js";
import { el } from "./ui/dom.js";
import { roomName } from "./ui/labels.js";
import { millisecondsToMidnight, zoneOffset } from "./ui/time.js";
import { Toast } from "./ui/toast.js";
import { followKeyboard } from "./ui/touch.js";
import { words } from "./words/words.js";
import { connectionBanner } from "./connection-banner.js";
import { shortcut } from "./keys.js";
import { Offers } from "./offers.js";
import { pages, roomPages } from "./pages.js";
import { watchForUpdates } from "./updates.js";

export { lastSnapshot } from "./models/snapshot.js";

/// A reason of the server's that may stand in an address.
const reasonWord = /^[a-z]+(_[a-z]+)*$/;

export class Shell {
  #chat;
  #drafts;
  #banner;
  #toast = new Toast((sentence) => sentence === words.unreachable && this.#banner.isSaid());
  #offers = new Offers(() => this.#pane.querySelector("h1, h2")?.focus());
  #announcer = new Announcer(document.querySelector("#announcer"));
  #roomsView;
  #roomView = null;
  #roomId = null;
  /// The name of the page that stands beside the rooms, and the route that is to be shown.
  #page = null;
  #wanted = null;
  #leavingPage = new AbortController();
  #pageTitle = null;
  /// A promise of what speaks of rooms that one is in no longer, and of other losses, once there was one.
  #fetchingLosses = null;
  #onLeave;
  #root;
  #pane;

  /// `snapshot` is the last one where the server cannot be reached, else null; `onLeave(address)`: signed out,
  /// the address says what comes next.
  constructor({ me, snapshot, onLeave }) {
    this.#chat = new Chat(me);
    this.#onLeave = onLeave;
    this.#drafts = new Drafts(me.id, () => this.#chat.epoch);
    this.#roomsView = new RoomsView({
      chat: this.#chat, drafts: this.#drafts, toast: this.#toast, onMe: () => this.#showAccountMenu(),
    });
    this.#pane = noRoom();
    this.#banner = connectionBanner(this.#chat);
    this.#root = el("div", { class: "shell" },
      el("button", { type: "button", class: "skip", onclick: () => this.#pane.querySelector("h1, h2")?.focus() }, words.skip),
      this.#banner.root,
      this.#offers.root,
      el("div", { class: "panes" }, this.#roomsView.root, this.#pane),
      this.#toast.root);
    followKeyboard(this.#root);
    addEventListener("keydown", (event) => this.#keyed(event));
    this.#root.addEventListener("click", goBack);
    addEventListener("storage", (event) => this.#drafts.heard(event));
    document.addEventListener("visibilitychange", () => this.#drafts.look());
    this.#chat.addEventListener("rooms", () => this.#updateTitle());
    this.#chat.addEventListener("over", ({ detail }) => onLeave(`/#/signed-out${reasonWord.test(detail.reason ?? "") ? `/${detail.reason}` : ""}`));
    this.#chat.addEventListener("passed", async ({ detail }) =>
      (await import("./message/passing-notices.js")).notePassing(this.#chat, detail));
    this.#chat.addEventListener("replaced", () => {
      this.#chat.stop();
      onLeave("/#/");
    });
    addEventListener("unhandledrejection", (event) => this.#partMissing(event));
    this.#chat.addEventListener("failed", ({ detail }) => this.#toast.say(detail.sentence));
    this.#chat.addEventListener("unsent", ({ detail }) => this.#announcer.say(`${words.notSent} ${detail.sentence ?? ""}`));
    this.#chat.addEventListener("uploading", ({ detail }) => this.#announcer.say(detail.sentence));
    this.#chat.addEventListener("arrived", ({ detail }) => this.#arrived(detail));
    this.#chat.addEventListener("left", ({ detail }) => this.#left(detail));
    this.#chat.addEventListener("epoch", async () => {
      if (this.#drafts.leaveOtherLogs()) (await this.#losses()).draftsPlain();
    });
    this.#chat.addEventListener("dropped", async () => (await this.#losses()).deletionDropped());
    const updates = watchForUpdates(() => this.#offerReload(words.updateReady));
    this.#chat.addEventListener("upgraded", ({ detail }) => updates.look(detail.server));
    this.#chat.addEventListener("connection", () => this.#chat.isConnected && updates.connected());
    this.#chat.addEventListener("stranded", ({ detail }) => this.#stranded(detail));
    if (snapshot) this.#chat.restore(snapshot);
  }

  async enter() {
    document.querySelector("#app").replaceChildren(this.#root);
    this.#chat.start();
    this.#relabelAtMidnight();
    this.#relabelInAnotherZone();
    const loading = this.#roomsView.load();
    // A line that hangs must not keep back what is here.
    if (!this.#chat.rooms.length) await loading;
    if (globalThis.Notification?.permission === "granted") import("./notices/notifier.js").then(({ closeWhenRead }) => closeWhenRead(this.#chat));
    const last = lastRoom(this.#chat.me.id);
    if (location.hash === "#/" && isDesk() && this.#chat.room(last)) history.replaceState(null, "", `/#/room/${last}`);
  }

  /// Opens the room that someone finds themselves in who has never been here.
  welcome() {
    const [room] = this.#chat.rooms;
    if (room) location.hash = `#/room/${room.id}`;
  }

  /// Files that were dropped or pasted are for the room that is open; beneath a dialog there is none.
  takeFiles(files, folders) {
    if (!document.querySelector("dialog[open]")) this.#roomView?.takeFiles(files, folders);
  }

  filesOver(isOver) {
    this.#roomView?.filesOver(isOver && !document.querySelector("dialog[open]"));
  }

  /// Shows the room, at the message of `seq` where one is given; a page, which may be the room's; or the list where all
  /// are null.
  async show(route) {
    const { roomId, seq, page } = this.#wanted = route;
    if (roomId === this.#roomId && page === this.#page) {
      if (seq !== null) this.#roomView.jumpTo(seq);
      return;
    }
    const leaving = new AbortController();
    const opened = page && await this.#open(route, leaving.signal);
    if (route !== this.#wanted) return leaving.abort();
    this.#leavingPage.abort();
    this.#leavingPage = leaving;
    const wasAtList = this.#roomId === null && this.#page === null;
    this.#roomView?.close();
    this.#roomId = roomId;
    this.#page = page;
    this.#pageTitle = opened?.heading.textContent ?? null;
    this.#roomView = roomId === null || page !== null
      ? null
      : new RoomView({ chat: this.#chat, id: roomId, drafts: this.#drafts, announcer: this.#announcer, toast: this.#toast, inviteCard });
    const next = this.#roomView?.root ?? opened?.root ?? noRoom();
    this.#pane.replaceWith(next);
    this.#pane = next;
    this.#root.classList.toggle("in-room", roomId !== null || page !== null);
    this.#roomsView.setCurrent(roomId);
    this.#updateTitle();
    if (roomId !== null) noteRoom(this.#chat.me.id, roomId);
    if (this.#roomView) {
      // The composer may take the focus from the heading; on touch it does not, and no keyboard jumps up.
      this.#roomView.heading.focus({ preventScroll: true });
      this.#roomView.shown(seq);
    } else if (opened) {
      opened.heading.focus({ preventScroll: true });
    } else if (!wasAtList) {
      this.#roomsView.heading.focus({ preventScroll: true });
    }
  }

  /// The page of that route; without a connection there may be none.
  async #open({ roomId, page }, signal) {
    try {
      return await (roomId === null ? pages : roomPages)[page]({
        chat: this.#chat,
        toast: this.#toast,
        name: page,
        roomId,
        signal,
        onSignInAgain: () => this.signInAgain(page),
      });
    } catch (error) {
      // Firefox gives no reason at all where the page's end breaks an `import()` off.
      if (error && !isPartMissing(error)) this.#toast.say(error.status === undefined ? words.notDone : error.message);
      throw error;
    }
  }

  #updateTitle() {
    const room = this.#roomId === null ? null : this.#chat.room(this.#roomId);
    document.title = words.title(this.#chat.unread, room ? roomName(room) : this.#pageTitle, siteName());
    // Browsers that show a number on an installed page's icon; the others have no such function.
    navigator.setAppBadge?.(this.#chat.unread).catch(() => {});
  }

  async #keyed(event) {
    const isWriting = event.target.matches("textarea, input") && event.target.value !== "";
    const isElsewhere = event.defaultPrevented || isComposing(event) || document.querySelector("dialog[open]");
    const wanted = isElsewhere ? null : shortcut(event, isWriting);
    if (wanted === null) return;
    event.preventDefault();
    const { actByKey } = await import("./rooms/key-acts.js");
    actByKey(wanted, {
      chat: this.#chat, toast: this.#toast, roomId: this.#roomId, roomView: this.#roomView, onHelp: showHelp,
    });
  }

  /// Told of while nobody looks; other tabs need not where someone does.
  async #arrived(news) {
    if (isLookedAt()) this.#chat.lookedAt(news.message);
    else (await import("./notices/notifier.js")).tell(this.#chat, news);
  }

  #relabel() {
    this.#roomsView.render();
    this.#roomView?.render();
  }

  #relabelAtMidnight() {
    setTimeout(() => {
      this.#relabel();
      this.#relabelAtMidnight();
    }, millisecondsToMidnight(Date.now()));
  }

  /// A device that travelled was not looked at meanwhile.
  #relabelInAnotherZone() {
    let known = zoneOffset();
    document.addEventListener("visibilitychange", () => {
      if (zoneOffset() === known) return;
      known = zoneOffset();
      this.#relabel();
    });
  }

  /// One is in a room no longer: its page is left, and there is to be said why, or to be taken along.
  async #left(detail) {
    const { roomId } = detail;
    this.#chat.notices.delete(roomId);
    const isShown = roomId === this.#roomId;
    if (isShown) location.hash = "#/";
    (await this.#losses()).left({ ...detail, isShown });
  }

  /// The same at the start, of rooms that are not known any more.
  async #stranded({ unsent, isIn }) {
    const roomIds = this.#drafts.rooms.filter((id) => !isIn(id));
    if (unsent.length || roomIds.length) (await this.#losses()).stranded({ unsent, roomIds });
  }

  /// Fetched with the first of them.
  #losses() {
    // Two imports of a module that is on its way may come in either order.
    this.#fetchingLosses ??= import("./message/losses.js").then(({ Losses }) =>
      new Losses({ chat: this.#chat, drafts: this.#drafts, offers: this.#offers, toast: this.#toast })).catch((error) => {
      this.#fetchingLosses = null;
      throw error;
    });
    return this.#fetchingLosses;
  }

  /// A part of the page that is fetched when it is wanted is not there: the server has another page, or is not reached.
  #partMissing(event) {
    if (!isPartMissing(event.reason)) return;
    event.preventDefault();
    if (this.#chat.isConnected) this.#offerReload(words.updatedMeanwhile);
    else this.#toast.say(words.unreachable);
  }

  /// An offer that can wait: the old page goes on working.
  #offerReload(sentence) {
    this.#offers.add({ name: "reload", sentence, take: words.reload, putAway: words.later, onTaken: () => location.reload() });
  }

  async #showAccountMenu() {
    const { showAccountMenu } = await import("./settings/account-menu.js");
    await showAccountMenu({ chat: this.#chat, onHelp: showHelp, onSignOut: () => this.#leave("/#/") });
  }

  async #leave(next) {
    await this.#chat.signOut();
    this.#onLeave(next);
  }

  /// Neither password nor passkey: the link that let them in works once.
  get hasNoWayIn() {
    const { has_password: hasPassword, passkeys } = this.#chat.me;
    return hasPassword === false && !passkeys?.length;
  }

  /// Leads back to that page, for what takes a fresh sign-in; who has no way in proves the address by a code.
  signInAgain(page = "") {
    return this.#signOut(`/#/${this.hasNoWayIn ? "forgot" : page}`);
  }

  async #signOut(next) {
    try {
      await this.#leave(next);
    } catch (problem) {
      this.#toast.say(problem.message);
    }
  }
}

const showHelp = async () => (await import("./help.js")).showHelp();

const inviteCard = async () => (await import("./invites/standing-invite.js")).standingInvite();

/// True for the failure of an `import()`, which each browser words in its own way.
const isPartMissing = (error) => error instanceof TypeError && /module/i.test(error.message);

/// The list stands beside the room.
const isDesk = () => matchMedia("(min-width: 720px)").matches;

/// The arrow back to the list is the way that one came, where the list, or the search that led here, is behind: it adds
/// nothing to the history.
function goBack(event) {
  const { currentEntry, entries } = globalThis.navigation ?? {};
  if (!currentEntry || !event.target.closest?.("a.back[href='#/']")) return;
  const behind = entries.call(navigation)[currentEntry.index - 1]?.url;
  if (!behind || !/^#\/(.*search)?$/.test(new URL(behind).hash)) return;
  event.preventDefault();
  history.back();
}

function noRoom() {
  return el("main", { class: "room no-room" },
    el("div", { class: "hollow" },
      el("img", { src: "/assets/icon.svg", alt: "", width: "72", height: "72" }),
      el("h2", { tabindex: "-1" }, words.pickRoomTitle), el("p", {}, words.pickRoom)));
}
