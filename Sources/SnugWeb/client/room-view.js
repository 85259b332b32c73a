// An open room: its name, its messages, the composer.
import { roomAvatar } from "./avatar.js";
import { messageText, roomName } from "./caption.js";
import { Composer } from "./composer.js";
import { bdi, el, icon, setText, show } from "./dom.js";
import { TimelineView } from "./timeline-view.js";
import { lastSeq } from "./timeline.js";
import { words } from "./words.js";

const namesInHeader = 4;

export class RoomView {
  #chat;
  #id;
  #announcer;
  #timelineView;
  #composer;
  #avatar = el("span");
  #subtitle = el("p", { class: "room-subtitle ellipsis" });
  #failed = el("div", { class: "hollow", role: "alert" });
  #listening = new AbortController();

  constructor({ chat, id, drafts, announcer }) {
    this.#chat = chat;
    this.#id = id;
    this.#announcer = announcer;
    const name = roomName(chat.room(id));
    this.heading = el("h1", { tabindex: "-1", class: "ellipsis" });
    this.#timelineView = new TimelineView({
      label: words.messages(name),
      isDirect: chat.room(id)?.kind === "direct",
      nameOf: (userId) => chat.people.name(userId),
      onOlder: () => chat.timelines.loadOlder(id),
      onRetry: (clientId) => chat.outbox.retry(id, clientId),
      onDiscard: (clientId) => chat.outbox.discard(id, clientId),
      onEnd: () => this.#readIfSeen(),
    });
    this.#composer = new Composer({
      drafts, roomId: id, label: words.composer(name),
      onPost: (content) => {
        this.#timelineView.follow();
        chat.outbox.post(id, content);
      },
    });
    this.root = el("main", { class: "room", id: "conversation" },
      el("header", { class: "bar" },
        el("a", { class: "icon-button back", href: "#/", "aria-label": words.back, title: words.back }, icon("back")),
        this.#avatar,
        el("div", { class: "room-title" }, this.heading, this.#subtitle)),
      this.#timelineView.root,
      this.#composer.root);
  }

  /// Called when it stands in the page.
  async shown() {
    const { signal } = this.#listening;
    const onThis = (event, work) => this.#chat.addEventListener(event, ({ detail }) => {
      if (detail.roomId === this.#id) work();
    }, { signal });
    onThis("timeline", () => this.#renderTimeline());
    this.#chat.addEventListener("arrived", ({ detail }) => this.#arrived(detail.message), { signal });
    this.#chat.addEventListener("rooms", () => this.#renderHeader(), { signal });
    this.#chat.addEventListener("people", () => {
      this.#renderHeader();
      this.#renderTimeline();
    }, { signal });
    document.addEventListener("visibilitychange", () => this.#readIfSeen(), { signal });

    this.#renderHeader();
    this.#composer.shown();
    const loading = this.#load();
    this.#renderTimeline();
    await loading;
  }

  close() {
    this.#listening.abort();
    this.#timelineView.close();
    this.#chat.timelines.close(this.#id);
  }

  /// At midnight, Today becomes Yesterday.
  render() {
    this.#renderTimeline();
  }

  async #load() {
    this.#failed.remove();
    try {
      await this.#chat.open(this.#id);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      const isMissing = problem.status === 404 || problem.status === 403;
      this.#failed.replaceChildren(
        el("p", {}, isMissing ? words.roomMissing : `${words.historyFailed} ${problem.message}`),
        isMissing
          ? el("a", { class: "button", href: "#/" }, words.toRooms)
          : el("button", { type: "button", class: "button", onclick: () => this.#load() }, words.tryAgain));
      this.#timelineView.root.append(this.#failed);
      show(this.#composer.root, !isMissing);
    }
  }

  #renderHeader() {
    const room = this.#chat.room(this.#id);
    const name = roomName(room);
    if (this.heading.textContent !== name) this.heading.replaceChildren(bdi(name));
    if (room) {
      const avatar = roomAvatar(room, name);
      this.#avatar.replaceWith(avatar);
      this.#avatar = avatar;
    }
    setText(this.#subtitle, this.#describe(room));
  }

  #describe(room) {
    if (!room) return "";
    if (room.kind === "direct") return words.direct;
    const members = this.#chat.members(this.#id);
    if (!members) return words.people(room.member_count ?? 0);
    const others = members.filter((member) => member.user_id !== this.#chat.me.id).map((member) => member.name);
    const names = [words.you, ...others];
    const shown = names.length > namesInHeader ? names.slice(0, namesInHeader - 1) : names;
    return words.members(shown, names.length - shown.length);
  }

  #renderTimeline() {
    this.#timelineView.render(this.#chat.timelines.get(this.#id));
    if (this.#timelineView.isFollowing) this.#chat.timelines.trim(this.#id);
    this.#readIfSeen();
  }

  #isSeen() {
    return document.visibilityState === "visible" && this.#timelineView.isFollowing;
  }

  #readIfSeen() {
    const timeline = this.#chat.timelines.get(this.#id);
    if (timeline.loaded && this.#isSeen()) this.#chat.markRead(this.#id, lastSeq(timeline));
  }

  #arrived(message) {
    if (message.room_id !== this.#id) return;
    if (!this.#isSeen()) this.#chat.timelines.markNew(this.#id, message.seq - 1);
    const author = this.#chat.people.name(message.user_id) ?? words.someone;
    this.#announcer.announce(words.announced(author, messageText(message)));
  }
}
