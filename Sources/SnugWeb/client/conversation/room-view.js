// An open room: its name, its messages, the composer.
import { headSeq } from "../logs/room-log.js";
import { mentions } from "../logs/room-summary.js";
import { messageAt } from "../logs/run.js";
import { isAdministrator } from "../models/people.js";
import { el, setText, show } from "../ui/dom.js";
import { messageText, roomName } from "../ui/labels.js";
import { words } from "../words/words.js";
import { Composer } from "./composer.js";
import { messageBody } from "./message-body.js";
import { RoomHeader } from "./room-header.js";
import { TimelineView } from "./timeline-view.js";

export class RoomView {
  #chat;
  #id;
  #drafts;
  #announcer;
  #toast;
  #inviteCard;
  #isAlone = false;
  #header;
  #timelineView;
  #composer;
  /// The number of the unread mention that its reader was led to last.
  #mention = 0;
  /// A promise of the acts at a message, once one was wanted.
  #acts = null;
  #references = null;
  #fetching = null;
  #typing = el("p", { class: "typing ellipsis" });
  #failed = el("div", { class: "hollow", role: "alert" });
  /// The line in the composer's place where nobody reads any more, or a promise of it.
  #outOfUse = null;
  #listening = new AbortController();

  /// `inviteCard()` promises the card that hands the standing invite on.
  constructor({ chat, id, drafts, announcer, toast, inviteCard }) {
    this.#chat = chat;
    this.#inviteCard = inviteCard;
    this.#id = id;
    this.#drafts = drafts;
    this.#announcer = announcer;
    this.#toast = toast;
    const name = roomName(chat.room(id));
    this.#header = new RoomHeader({ chat, id, toast });
    this.#timelineView = new TimelineView({
      label: words.messages(name),
      surroundings: {
        me: chat.me.id,
        isDirect: chat.room(id)?.kind === "direct",
        nameOf: (userId) => chat.people.name(userId),
        pictureOf: (userId) => chat.people.picture(userId),
        people: () => chat.people.named(),
        references: () => this.#refer(),
        showFiles: (root, files, row) => this.#showFiles(root, files, row),
        opensCards: true,
      },
      actions: {
        menu: (row, anchor) => this.#act("menu", row, anchor),
        reactors: (row, anchor) => this.#act("reactors", row, anchor),
        person: (userId) => this.#act("person", userId),
        jump: (seq) => this.jumpTo(seq),
        react: (row, emoji, isOn) => chat.react(id, row.seq, emoji, isOn),
        undo: (row) => chat.pendingDeletions.undo(id, row.seq),
        retry: (row) => chat.outbox.retry(id, row.clientId),
        discard: (row) => chat.outbox.discard(id, row.clientId),
      },
      newestSeq: () => headSeq(chat.logs.get(id)),
      readSeq: () => chat.room(id)?.read_seq ?? 0,
      mentions: () => mentions(chat.room(id) ?? {}),
      onMention: () => this.#orSay(this.#toNextMention()),
      seenText: (timeline) => this.#seenText(timeline),
      notices: () => chat.notices.get(id)?.filter(({ epoch }) => epoch === chat.epoch),
      onTouched: async (rows) => (await import("../message/row-acts.js")).rowActs({
        ...rows, me: chat.me.id,
        react: (row, emoji, isOn) => chat.react(id, row.seq, emoji, isOn),
        reply: (seq) => this.#outOfUse || this.#composer.reply(seq),
      }),
      onOlder: () => chat.logs.loadOlder(id),
      onNewer: () => chat.logs.loadNewer(id),
      onNewest: () => this.#orSay(chat.logs.toNewest(id)),
      onWatch: (watched) => chat.logs.apply(id, { type: "watched", ...watched }),
      onSeen: (seq) => chat.markRead(id, seq),
    });
    this.#composer = new Composer({
      drafts, roomId: id, label: words.composer(name),
      onPost: (...message) => this.#post(...message),
      onEdit: (seq, text) => chat.edit(id, seq, text),
      onEditLast: () => this.#editLast(),
      onType: () => chat.type(id),
      announce: (sentence) => announcer.say(sentence),
      peopleCount: () => chat.members(id)?.length ?? 0,
      quoted: (seq) => this.#quoted(seq),
      hasFiles: (seq) => messageAt(chat.logs.get(id), seq)?.attachments?.length > 0,
      takesFiles: () => this.#takesFiles,
      makeTray: () => this.#makeTray(),
      suggest: async (token) => (await import("./suggestions.js")).suggestions(token, { chat, roomId: id }),
    });
    this.root = el("main", { class: "room", id: "conversation", "data-drop": words.dropHere },
      this.#header.root,
      this.#timelineView.root,
      this.#typing,
      this.#composer.root);
  }

  get heading() {
    return this.#header.heading;
  }

  /// Called when it stands in the page.
  async shown(seq = null) {
    const { signal } = this.#listening;
    const onThis = (event, work) => this.#chat.addEventListener(event, ({ detail }) => {
      if (detail.roomId === this.#id) work();
    }, { signal });
    onThis("log", () => {
      this.render();
      this.#composer.render();
    });
    this.#drafts.addEventListener("changed", ({ detail }) => {
      if (detail.roomId === this.#id) this.#composer.draftChanged();
    }, { signal });
    onThis("typing", () => this.#renderTyping());
    onThis("receipts", () => this.#timelineView.renderSeen());
    this.#chat.addEventListener("arrived", ({ detail }) => this.#arrived(detail.message), { signal });
    this.#chat.addEventListener("rooms", () => {
      this.#renderFront();
      this.#renderOutOfUse();
      this.#header.render();
      this.#timelineView.renderPills();
      this.#composer.setLabel(words.composer(roomName(this.#chat.room(this.#id))));
    }, { signal });
    this.#chat.addEventListener("people", () => {
      this.#header.render();
      this.#renderTimeline();
    }, { signal });

    this.#renderFront();
    this.#renderOutOfUse();
    this.#header.render();
    this.#composer.shown();
    const loading = this.#load();
    this.#renderTimeline();
    await loading;
    if (seq !== null) await this.jumpTo(seq);
  }

  /// Shows a message of this room, wherever in the log it stands.
  jumpTo(seq) {
    return this.#orSay(this.#jumpTo(seq));
  }

  async #jumpTo(seq) {
    const isThere = await this.#chat.logs.reach(this.#id, seq);
    if (isThere) this.#timelineView.jumpTo(seq);
    else this.#toast.say(words.messageMissing);
  }

  async #toNextMention() {
    const { nextMention } = await import("../calls/mentions.js");
    this.#mention = await nextMention({ room: this.#chat.room(this.#id), after: this.#mention });
    if (this.#mention !== null) await this.#jumpTo(this.#mention);
  }

  /// Says of a call to the server why it failed.
  async #orSay(call) {
    try {
      await call;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#toast.say(problem.message);
    }
  }

  jumpToFirstUnread() {
    const { newAfter } = this.#chat.logs.get(this.#id);
    if (newAfter !== null) this.jumpTo(newAfter + 1);
  }

  /// Files that were dropped or pasted, where one can write.
  takeFiles(files, folders) {
    if (!this.#composer.root.hidden) this.#composer.takeFiles(files, folders);
  }

  get #takesFiles() {
    return this.#chat.me.storage?.max !== 0;
  }

  filesOver(isOver) {
    this.root.classList.toggle("dropping", isOver && this.#takesFiles && !this.#composer.root.hidden);
  }

  toNewest() {
    this.#timelineView.toNewest();
  }

  close() {
    this.#listening.abort();
    this.#timelineView.close();
    this.#chat.logs.close(this.#id);
  }

  /// Today becomes Yesterday at midnight, and times are others in another zone.
  render() {
    this.#header.render();
    this.#renderTimeline();
  }

  async #load() {
    this.#failed.remove();
    try {
      await this.#chat.open(this.#id);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      const isOutside = problem.status === 404 || problem.code === "not_a_member";
      this.#failed.replaceChildren(...this.#failure(problem));
      this.#timelineView.root.append(this.#failed);
      show(this.#composer.root, !isOutside && !this.#outOfUse);
    }
  }

  /// A failure in words, with the way on from it.
  #failure(problem) {
    const link = (label, href) => el("a", { class: "button", href }, label);
    if (problem.code === "not_a_member")
      return [el("p", {}, words.roomNotJoined), link(words.aboutRoom, `#/room/${this.#id}/about`)];
    if (problem.status === 404) return [el("p", {}, words.roomMissing), link(words.toRooms, "#/")];
    return [
      el("p", {}, `${words.historyFailed} ${problem.message}`),
      el("button", { type: "button", class: "button", onclick: () => this.#load() }, words.tryAgain),
    ];
  }

  #renderTimeline() {
    const log = this.#chat.logs.get(this.#id);
    // A page that could not be loaded may be here now.
    if (log.loaded && this.#failed.isConnected) {
      this.#failed.remove();
      show(this.#composer.root, !this.#outOfUse);
    }
    this.#timelineView.render(log);
    this.#acts?.then((acts) => acts.closeIfDeleted(log));
  }

  /// Alone in the room that newcomers come into, an administrator sees how to bring them in.
  async #renderFront() {
    const room = this.#chat.room(this.#id);
    const isAlone = Boolean(room?.welcomes) && room.member_count === 1 && isAdministrator(this.#chat.me);
    if (isAlone === this.#isAlone) return;
    this.#isAlone = isAlone;
    try {
      const front = isAlone ? [await this.#inviteCard()] : [];
      if (isAlone === this.#isAlone) this.#timelineView.setFront(...front);
    } catch (error) {
      this.#isAlone = false;
      throw error;
    }
  }

  /// Nothing is written to someone whose account is out of use.
  async #renderOutOfUse() {
    const isOut = this.#chat.room(this.#id)?.deactivated ?? false;
    if (isOut === Boolean(this.#outOfUse)) return;
    show(this.#composer.root, !isOut);
    const before = this.#outOfUse;
    this.#outOfUse = isOut ? import("./out-of-use.js").then(({ showOutOfUse }) => showOutOfUse(this.#composer, this.#header)) : null;
    (await before)?.remove();
  }

  #renderTyping() {
    const names = this.#chat.typing(this.#id).map((id) => this.#chat.people.name(id) ?? words.someone);
    setText(this.#typing, names.length ? words.typing(names) : "");
  }

  /// In a room of two, "Seen" once the other has read one's last message.
  #seenText({ messages, outgoing }) {
    const last = messages.at(-1);
    const isOwn = last?.user_id === this.#chat.me.id && !outgoing.length && !last.deleted_at;
    if (!isOwn || this.#chat.room(this.#id)?.kind !== "direct") return "";
    return this.#chat.readers(this.#id, last.seq).length ? words.seen : "";
  }

  // Acts of the reader

  #post(...message) {
    this.#timelineView.follow();
    return this.#chat.post(this.#id, ...message);
  }

  #editLast() {
    const { messages, outgoing, removing } = this.#chat.logs.get(this.#id);
    // The newest is still on its way; the one before it is not what is meant.
    if (outgoing.length) return false;
    const last = messages.findLast((message) =>
      message.user_id === this.#chat.me.id && !message.deleted_at && !removing.includes(message.seq));
    if (last) this.#composer.edit(last.seq, last.content);
    return Boolean(last);
  }

  #quoted(seq) {
    const timeline = this.#chat.logs.get(this.#id);
    const message = messageAt(timeline, seq) ?? timeline.quoted[seq];
    return message && { author: this.#chat.people.name(message.user_id), text: messageText(message) };
  }

  /// The acts at a message are fetched with the first of them.
  async #act(name, ...about) {
    this.#acts ??= import("../message/message-acts.js").then(({ MessageActs }) => new MessageActs({
      chat: this.#chat, id: this.#id, toast: this.#toast,
      reply: (seq) => this.#composer.reply(seq),
      edit: (seq, content) => this.#composer.edit(seq, content),
      // The focused element is gone; "Undo" is the next stop from here.
      removed: (seq) => this.#timelineView.focusRow(seq),
      bodyOf: (content) => messageBody(content, { me: this.#chat.me.id, people: () => this.#chat.people.named() }),
    })).catch((error) => {
      this.#acts = null;
      throw error;
    });
    (await this.#acts)[name](...about);
  }

  /// With what sends and shows them: once they are sent there may be no connection to fetch it.
  async #makeTray() {
    const [{ makeTray }, { learnFiles }] = await Promise.all([
      import("../files/tray.js"), import("../attachments/row-files.js"), import("../models/uploads.js"),
    ]);
    const [tray] = await Promise.all([makeTray({ chat: this.#chat, drafts: this.#drafts, roomId: this.#id }), learnFiles()]);
    return tray;
  }

  /// The files are shown by a part of the page that is fetched with the first of them.
  async #showFiles(root, files, row) {
    const { showFiles } = await import("../attachments/row-files.js");
    showFiles(root, files, { chat: this.#chat, toast: this.#toast, roomId: this.#id, row });
  }

  /// The rooms and messages that a text names are known to a part of the page that is fetched with the first such text.
  #refer() {
    this.#fetching ??= import("../references/references.js").then(async ({ referencesOf }) => {
      const references = await referencesOf(this.#chat);
      const { signal } = this.#listening;
      if (signal.aborted) return;
      this.#references = references;
      references.addEventListener("changed", () => this.#renderTimeline(), { signal });
      this.#renderTimeline();
    }, () => { this.#fetching = null; });
    return this.#references;
  }

  #arrived(message) {
    if (message.room_id !== this.#id) return;
    const author = this.#chat.people.name(message.user_id) ?? words.someone;
    this.#announcer.announce(words.announced(author, messageText(message)));
  }
}
