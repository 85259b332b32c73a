// The acts of a message's reader, fetched with the first of them: its menu, its text to select, who reacted to it.
import { isThere } from "../calls/files.js";
import { markUnread } from "../calls/rooms.js";
import { showMenu } from "../choices/menu.js";
import { isMine } from "../logs/reactions.js";
import { messageAt } from "../logs/run.js";
import { rightsIn } from "../models/room-rights.js";
import { showPersonCard } from "../people/person-card.js";
import { addressOf } from "../text/file-kind.js";
import { personAvatar } from "../ui/avatar.js";
import { copy } from "../ui/clipboard.js";
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { fullTime } from "../ui/time.js";
import { isTouch } from "../ui/touch.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";
import { personButton, showMessageMenu } from "./message-menu.js";

/// `room` has `chat`, `id`, `toast`; `reply(seq)`, `edit(seq, content)`, `removed(seq)` and `bodyOf(content)`, the
/// elements of a text.
export class MessageActs {
  #room;
  /// The open menu of a message, `{seq, close}`, or null.
  #opened = null;

  constructor(room) {
    this.#room = room;
  }

  async menu(row, anchor) {
    const { chat, id, toast, reply, edit, removed } = this.#room;
    const [pendingDeletions] = await Promise.all([chat.fetchPendingDeletions(), learnTalkWords()]);
    const { me, logs } = chat;
    const message = messageAt(logs.get(id), row.seq);
    // Deleted while the menu's own words were on their way.
    if (!message || message.deleted_at) return;
    const link = new URL(`/#/room/${id}/message/${row.seq}`, location.href).href;
    const room = chat.room(id) ?? {};
    const { mayDeleteWords } = rightsIn(room, chat.members(id) ?? [], me);
    // There is no composer where nobody reads any more.
    const mayWrite = !room.deactivated;
    const entry = (icon, label, run, isDangerous) => ({ icon, label, run, isDangerous });
    const copyOf = async (text) => toast.say(await copy(text) ? words.copied : words.notCopied);
    const files = message.attachments ?? [];
    const close = showMessageMenu({
      anchor, lifted: anchor.closest(".bubble"),
      onClosed: () => { this.#opened = null; },
      onPerson: (user) => this.person(user),
      times: [fullTime(row.at), ...row.editedAt === null ? [] : [words.editedAt(fullTime(row.editedAt))]],
      reacted: row.reactions.filter((reaction) => isMine(reaction, me.id)).map(({ emoji }) => emoji),
      onReact: (emoji) => {
        const standing = message.reactions?.find((reaction) => reaction.emoji === emoji);
        chat.react(id, row.seq, emoji, !(standing && isMine(standing, me.id)));
      },
      entries: [
        mayWrite && entry("reply", words.reply, () => reply(row.seq)),
        row.content && entry("copy", words.copyText, () => copyOf(row.content)),
        isTouch() && row.content && entry("select", words.selectText, () => this.#showText(row.content)),
        files.length > 0 && entry("down", files.length > 1 ? words.saveFiles(files.length) : words.saveFile, () => this.#save(files)),
        entry("link", words.copyLink, () => copyOf(link)),
        entry("unread", words.markUnreadHere, () => this.#orSay(markUnread(id, row.seq))),
        mayWrite && row.isOwn && entry("edit", words.edit, () => edit(row.seq, message.content)),
        (row.isOwn || mayDeleteWords) && entry("bin", words.remove, () => {
          pendingDeletions.remove(id, row.seq);
          removed(row.seq);
        }, true),
      ].filter(Boolean),
      seenBy: row.isOwn ? () => this.#named(chat.readers(id, row.seq)) : null,
    });
    this.#opened = { seq: row.seq, close };
  }

  /// One after the other: a browser would keep the server's refusal under a file's name, so that it is asked first.
  async #save(files) {
    try {
      for (const { url, name } of files) {
        const address = addressOf(url);
        if (!address || !await isThere(address)) this.#room.toast.say(words.fileMissing);
        else el("a", { href: address, download: name }).click();
      }
    } catch {
      this.#room.toast.say(words.unreachable);
    }
  }

  /// The menu of a message that is deleted meanwhile is of no use.
  closeIfDeleted(log) {
    if (this.#opened && messageAt(log, this.#opened.seq)?.deleted_at) this.#opened.close();
  }

  person(id) {
    showPersonCard({ chat: this.#room.chat, id });
  }

  /// All who reacted, with the emoji of each.
  async reactors(row, anchor) {
    await learnTalkWords();
    const { fill, close } = showMenu({ anchor, label: words.reactions });
    const toPerson = (user) => {
      close(false);
      this.person(user);
    };
    fill(el("div", { class: "menu-readers" },
      el("h2", { tabindex: "-1" }, words.reactions),
      el("ul", {}, ...row.reactions.flatMap(({ emoji, user_ids: ids }) => this.#named(ids).map((person) =>
        el("li", {}, personButton(person, toPerson, el("span", { class: "completion-emoji" }, emoji))))))));
  }

  /// Says of a call to the server why it failed.
  async #orSay(call) {
    try {
      await call;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#room.toast.say(problem.message);
    }
  }

  #named(ids) {
    const { people, me } = this.#room.chat;
    return ids.map((id) => ({
      id, name: id === me.id ? words.you : people.name(id) ?? words.someone,
      avatar: personAvatar(id, people.name(id) ?? "", { picture: people.picture(id) }),
    }));
  }

  /// A message's text where a finger can select any part of it.
  #showText(content) {
    showDialog({ title: words.selectText, content: [el("div", { class: "dialog-body scrolling" }, ...this.#room.bodyOf(content))] });
  }
}
