// The list of rooms at the side, on a phone the first page.
import { isAdministrator } from "../models/room-rights.js";
import { mentions, unread } from "../logs/room-summary.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el, icon, reconcile, setText, show } from "../ui/dom.js";
import { messageText, preview, roomName } from "../ui/labels.js";
import { fullTime, listTime } from "../ui/time.js";
import { words } from "../words/words.js";

export class RoomsView {
  #chat;
  #list = el("ul", { class: "room-list" });
  #me = el("span", { class: "whoami-me grow" });
  #empty;
  #failed;
  #isLoaded = false;
  #currentId = null;

  constructor({ chat, onSignOut }) {
    this.#chat = chat;
    this.#empty = el("div", { class: "hollow", hidden: true },
      el("h2", {}, words.noRoomsTitle), el("p", {}, words.noRooms), this.#newButton("button", words.newRoom));
    this.#failed = el("div", { class: "hollow", role: "alert", hidden: true },
      el("p", {}, words.roomsFailed),
      el("button", { type: "button", class: "button", onclick: () => this.load() }, words.tryAgain));
    this.heading = el("h1", { tabindex: "-1" }, words.rooms);
    this.root = el("nav", { class: "rooms", "aria-label": words.rooms },
      el("header", { class: "bar" },
        el("img", { src: "/assets/icon.svg", alt: "", width: "32", height: "32" }),
        this.heading,
        el("button", {
          type: "button", class: "icon-button", "aria-label": words.switchTitle, title: words.switchTitle,
          onclick: async () => (await import("./switcher.js")).showSwitcher(chat),
        }, icon("search")),
        this.#newButton("icon-button tonal", icon("plus"))),
      el("div", { class: "rooms-body" }, this.#list, this.#empty, this.#failed),
      el("footer", { class: "whoami" },
        this.#me,
        isAdministrator(chat.me) && el("a", { class: "icon-button", href: "#/admin", "aria-label": words.admin, title: words.admin }, icon("shield")),
        el("a", { class: "icon-button", href: "#/settings", "aria-label": words.settings, title: words.settings }, icon("gear")),
        el("button", { type: "button", class: "icon-button", "aria-label": words.signOut, title: words.signOut, onclick: onSignOut },
          icon("leave"))));
    for (const event of ["rooms", "people"]) chat.addEventListener(event, () => this.render());
  }

  async load() {
    show(this.#failed, false);
    try {
      await this.#chat.reloadRooms();
      this.#isLoaded = true;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      show(this.#failed, this.#chat.rooms.length === 0);
    }
    this.render();
  }

  setCurrent(id) {
    this.#currentId = id;
    this.render();
  }

  render() {
    const rooms = this.#chat.rooms;
    const { id, name } = this.#chat.me;
    this.#me.replaceChildren(personAvatar(id, name), bdi(name, "grow ellipsis"));
    const now = Date.now();
    reconcile(this.#list, rooms, {
      key: (room) => room.id,
      create: (room) => this.#item(room),
      update: (item, room) => this.#update(item, room, now),
    });
    show(this.#empty, this.#isLoaded && rooms.length === 0);
    if (rooms.length) show(this.#failed, false);
  }

  #newButton(className, content) {
    const isIcon = typeof content !== "string";
    return el("button", {
      type: "button", class: className, "aria-label": isIcon && words.newRoom, title: isIcon && words.newRoom,
      onclick: async () => (await import("./new-room.js")).showNewRoom(this.#chat),
    }, content);
  }

  #item(room) {
    return el("li", {},
      el("a", { class: "room-item", href: `#/room/${room.id}` },
        roomAvatar(room, roomName(room)),
        el("span", { class: "room-item-text" },
          el("span", { class: "room-item-line" },
            el("bdi", { class: "room-item-name ellipsis" }),
            el("span", { class: "muted-sign", hidden: true, title: words.muted }, icon("muted"), el("span", { class: "visually-hidden" }, words.muted)),
            el("time", { class: "room-item-time" })),
          el("span", { class: "room-item-line" },
            el("span", { class: "unsent-sign", hidden: true }, icon("clock"), el("span", { class: "visually-hidden" })),
            el("bdi", { class: "room-item-last ellipsis" }),
            el("span", { class: "badge", hidden: true }, el("span", { "aria-hidden": "true" }), el("span", { class: "visually-hidden" }))),
          el("span", { class: "visually-hidden" }))));
  }

  #update(item, room, now) {
    const link = item.firstChild;
    const [upper, lower, here] = link.lastChild.children;
    const [name, mutedSign, time] = upper.children;
    const [sign, last, badge] = lower.children;
    const other = this.#chat.other(room);
    const isOnline = this.#chat.people.isOnline(other);
    setText(name, roomName(room));
    setText(here, isOnline ? words.online : "");
    const avatar = roomAvatar(room, roomName(room), { other, isOnline });
    if (!avatar.isEqualNode(link.firstChild)) link.replaceChild(avatar, link.firstChild);

    const unsent = this.#chat.logs.get(room.id).outgoing.filter(({ status }) => status !== "sent");
    const shown = unsent.find(({ status }) => status === "failed") ?? unsent.at(-1);
    showUnsent(sign, shown);
    const at = shown?.at ?? (room.last_message ? Date.parse(room.last_message.timestamp) : null);
    show(time, at !== null);
    if (at !== null) {
      time.dateTime = new Date(at).toISOString();
      time.title = fullTime(at);
      setText(time, listTime(at, now));
    }
    last.classList.toggle("own", Boolean(shown) || room.last_message?.user_id === this.#chat.me.id);
    setText(last, shown
      ? words.preview(words.you, messageText(shown))
      : preview(room, room.last_message, { me: this.#chat.me.id, people: this.#chat.people }));

    const count = room.muted ? 0 : unread(room);
    link.classList.toggle("unread", count > 0);
    link.classList.toggle("muted", Boolean(room.muted));
    show(mutedSign, Boolean(room.muted));
    show(badge, count > 0);
    const isMentioned = count > 0 && mentions(room) > 0;
    badge.classList.toggle("mentioned", isMentioned);
    setText(badge.firstChild, `${isMentioned ? "@ " : ""}${count > 99 ? "99+" : count}`);
    setText(badge.lastChild, isMentioned ? words.unreadMentioned(count) : words.unread(count));
    if (room.id === this.#currentId) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/// A clock before a message that waits, another sign before one that was not sent.
function showUnsent(sign, message) {
  show(sign, message !== undefined);
  if (message === undefined) return;
  const isFailed = message.status === "failed";
  const label = isFailed ? words.notSent : words.sending;
  if (sign.title === label) return;
  sign.title = label;
  sign.classList.toggle("failed", isFailed);
  sign.firstChild.replaceWith(icon(isFailed ? "failed" : "clock"));
  setText(sign.lastChild, label);
}
