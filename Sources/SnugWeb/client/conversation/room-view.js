// An open room: its name, its messages, the composer.
import { isMine } from "../logs/reactions.js";
import { isAdministrator } from "../models/room-rights.js";
import { headSeq } from "../logs/room-log.js";
import { mentions } from "../logs/room-summary.js";
import { messageAt } from "../logs/run.js";
import { copy } from "../ui/clipboard.js";
import { el, setText, show } from "../ui/dom.js";
import { messageText, roomName } from "../ui/labels.js";
import { fullTime } from "../ui/time.js";
import { isTouch } from "../ui/touch.js";
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
  #header;
  #timelineView;
  #composer;
  /// The open menu of a message, `{seq, close}`, or null.
  #opened = null;
  /// The number of the unread mention that its reader was led to last.
  #mention = 0;
  #typing = el("p", { class: "typing ellipsis" });
  #failed = el("div", { class: "hollow", role: "alert" });
  #listening = new AbortController();

  constructor({ chat, id, drafts, announcer, toast }) {
    this.#chat = chat;
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
        people: () => chat.people.named(),
      },
      actions: {
        menu: (row, anchor) => this.#menu(row, anchor),
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
      onOlder: () => chat.logs.loadOlder(id),
      onNewer: () => chat.logs.loadNewer(id),
      onNewest: () => this.#orSay(chat.logs.toNewest(id)),
      onWatch: (watched) => chat.logs.apply(id, { type: "watched", ...watched }),
      onSeen: (seq) => chat.markRead(id, seq),
    });
    this.#composer = new Composer({
      drafts, roomId: id, label: words.composer(name),
      onPost: (content, replyTo) => this.#post(content, replyTo),
      onEdit: (seq, text) => chat.edit(id, seq, text),
      onEditLast: () => this.#editLast(),
      onType: () => chat.type(id),
      onSuggested: (count) => announcer.say(words.suggested(count)),
      peopleCount: () => chat.members(id)?.length ?? 0,
      quoted: (seq) => this.#quoted(seq),
      suggest: async (token) => (await import("./suggestions.js")).suggestions(token, { chat, roomId: id }),
    });
    this.root = el("main", { class: "room", id: "conversation" },
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
      this.#header.render();
      this.#timelineView.renderPills();
      this.#composer.setLabel(words.composer(roomName(this.#chat.room(this.#id))));
    }, { signal });
    this.#chat.addEventListener("people", () => {
      this.#header.render();
      this.#renderTimeline();
    }, { signal });

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
      show(this.#composer.root, !isOutside);
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
      show(this.#composer.root, true);
    }
    this.#timelineView.render(log);
    if (this.#opened && messageAt(log, this.#opened.seq)?.deleted_at) this.#opened.close();
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

  #post(content, replyTo) {
    this.#timelineView.follow();
    return this.#chat.post(this.#id, content, replyTo);
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

  async #menu(row, anchor) {
    const { showMessageMenu } = await import("./message-menu.js");
    const { me, people, logs, pendingDeletions } = this.#chat;
    const message = messageAt(logs.get(this.#id), row.seq);
    // Deleted while the menu's own words were on their way.
    if (!message || message.deleted_at) return;
    const link = new URL(`/#/room/${this.#id}/message/${row.seq}`, location.href).href;
    const entry = (icon, label, run, isDangerous) => ({ icon, label, run, isDangerous });
    const close = showMessageMenu({
      anchor,
      onClosed: () => { this.#opened = null; },
      times: [fullTime(row.at), ...row.editedAt === null ? [] : [words.editedAt(fullTime(row.editedAt))]],
      reacted: row.reactions.filter((reaction) => isMine(reaction, me.id)).map(({ emoji }) => emoji),
      onReact: (emoji) => {
        const standing = message.reactions?.find((reaction) => reaction.emoji === emoji);
        this.#chat.react(this.#id, row.seq, emoji, !(standing && isMine(standing, me.id)));
      },
      entries: [
        entry("reply", words.reply, () => this.#composer.reply(row.seq)),
        row.content && entry("copy", words.copyText, () => this.#copy(row.content)),
        isTouch() && row.content && entry("select", words.selectText, () => this.#showText(row.content)),
        entry("link", words.copyLink, () => this.#copy(link)),
        entry("unread", words.markUnreadHere, () => this.#orSay(this.#chat.markUnread(this.#id, row.seq))),
        row.isOwn && entry("edit", words.edit, () => this.#composer.edit(row.seq, message.content)),
        this.#mayRemove(row) && entry("bin", words.remove, () => {
          pendingDeletions.remove(this.#id, row.seq);
          // The focused element is gone; "Undo" is the next stop from here.
          this.#timelineView.focusRow(row.seq);
        }, true),
      ].filter(Boolean),
      seenBy: row.isOwn
        ? () => this.#chat.readers(this.#id, row.seq).map((id) => people.name(id) ?? words.someone)
        : null,
    });
    this.#opened = { seq: row.seq, close };
  }

  /// A message's text where a finger can select any part of it.
  async #showText(content) {
    const { showDialog } = await import("../ui/dialog.js");
    const surroundings = { me: this.#chat.me.id, people: () => this.#chat.people.named() };
    showDialog({ title: words.selectText, content: [el("div", { class: "dialog-body scrolling" }, ...messageBody(content, surroundings))] });
  }

  #mayRemove(row) {
    const { me } = this.#chat;
    return row.isOwn || isAdministrator(me) || this.#chat.room(this.#id)?.created_by === me.id;
  }

  async #copy(text) {
    this.#toast.say(await copy(text) ? words.copied : words.notCopied);
  }

  #arrived(message) {
    if (message.room_id !== this.#id) return;
    const author = this.#chat.people.name(message.user_id) ?? words.someone;
    this.#announcer.announce(words.announced(author, messageText(message)));
  }
}
