// The list of rooms at the side, on a phone the first page.
import { isMuted, level, mentions, unread } from "../logs/room-summary.js";
import { personAvatar, replaceAvatar, roomAvatar } from "../ui/avatar.js";
import { siteName } from "../text/site-name.js";
import { bdi, el, icon, reconcile, setText, show } from "../ui/dom.js";
import { messageText, preview, roomName } from "../ui/labels.js";
import { fullTime, listTime } from "../ui/time.js";
import { onLongPress } from "../ui/touch.js";
import { words } from "../words/words.js";

/// The beginning of a draft that the list shows.
const draftCharactersMax = 300;
/// A site's name with more letters stands smaller, in two lines.
const siteLettersMax = 11;
/// Fewer rooms than these are seen at a glance.
const filteredRoomsMin = 6;

const filters = {
  all: () => true,
  unread: (room) => unread(room) > 0 && !isMuted(room),
  people: ({ kind }) => kind === "direct",
  rooms: ({ kind }) => kind !== "direct",
};

export class RoomsView {
  #chat;
  #drafts;
  #toast;
  #list = el("ul", { class: "room-list" });
  #filter = "all";
  #chips;
  #nothing = el("p", { class: "quiet rooms-nothing", role: "status" });
  #mentions;
  #me;
  #empty;
  #failed;
  #isLoaded = false;
  #currentId = null;

  /// `drafts` are those of the composer; `toast` says how acts on rooms went; `onMe()` opens the menu behind one's own
  /// name.
  constructor({ chat, drafts, toast, onMe }) {
    this.#chat = chat;
    this.#drafts = drafts;
    this.#toast = toast;
    this.#me = el("button", { type: "button", class: "whoami-me", "aria-haspopup": "dialog", onclick: onMe });
    this.#empty = el("div", { class: "hollow", hidden: true },
      el("h2", {}, words.noRoomsTitle), el("p", {}, words.noRooms), this.#newButton("button", words.newRoom));
    this.#failed = el("div", { class: "hollow", role: "alert", hidden: true },
      el("p", {}, words.roomsFailed),
      el("button", { type: "button", class: "button", onclick: () => this.load() }, words.tryAgain));
    this.heading = el("h1", { tabindex: "-1" }, el("bdi"));
    this.#mentions = el("a", { class: "icon-button mentions-link", href: "#/mentions", title: words.mentions },
      icon("at"), el("span", { class: "badge", "aria-hidden": "true" }), el("span", { class: "visually-hidden" }));
    this.#chips = el("div", { class: "chips", role: "group", "aria-label": words.filter, hidden: true },
      ...Object.keys(filters).map((name) => el("button", {
        type: "button", class: "chip", "aria-pressed": String(name === this.#filter), onclick: () => this.#choose(name),
      }, words.filters[name])));
    this.root = el("nav", { class: "rooms", "aria-label": words.rooms },
      el("header", { class: "bar" },
        el("img", { src: "/assets/icon.svg", alt: "", width: "32", height: "32" }),
        this.heading,
        el("a", { class: "icon-button search-link", href: "#/search", "aria-label": words.search, title: words.search }, icon("search")),
        this.#mentions,
        this.#newButton("icon-button tonal new-room", icon("plus"))),
      this.#chips,
      el("div", { class: "rooms-body" }, this.#list, this.#nothing, this.#empty, this.#failed),
      el("footer", { class: "whoami" }, this.#me));
    for (const event of ["rooms", "people"]) chat.addEventListener(event, () => this.render());
    drafts.addEventListener("changed", () => this.render());
    onLongPress(this.#list, ".room-item", (link) => this.#menu(link));
    this.#list.addEventListener("contextmenu", (event) => {
      const link = event.target.closest(".room-item");
      if (!link || event.pointerType === "touch") return;
      event.preventDefault();
      this.#menu(link);
    });
    this.render();
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
    this.#renderSite();
    const { id, name } = this.#chat.me;
    const me = [personAvatar(id, name, { picture: this.#chat.people.picture(id) }), bdi(name, "grow ellipsis"), icon("more")];
    if (!me.every((each, index) => each.isEqualNode(this.#me.childNodes[index]))) this.#me.replaceChildren(...me);
    const now = Date.now();
    // The open room stays in sight while it is read.
    const shown = rooms.filter((room) => filters[this.#filter](room) || room.id === this.#currentId);
    this.#renderFilter(rooms, shown);
    reconcile(this.#list, shown, {
      key: (room) => room.id,
      create: (room) => this.#item(room),
      update: (item, room) => this.#update(item, room, now),
    });
    show(this.#empty, this.#isLoaded && rooms.length === 0);
    if (rooms.length) show(this.#failed, false);
  }

  #renderSite() {
    const name = siteName();
    setText(this.heading.firstChild, name);
    this.heading.title = name;
    this.heading.className = name.length > siteLettersMax ? "long" : "ellipsis";
  }

  #choose(filter) {
    this.#filter = filter;
    for (const [index, name] of Object.keys(filters).entries())
      this.#chips.children[index].setAttribute("aria-pressed", String(name === filter));
    this.render();
  }

  #renderFilter(rooms, shown) {
    const isOn = this.#filter !== "all";
    show(this.#chips, isOn || rooms.length >= filteredRoomsMin);
    setText(this.#nothing, isOn && !shown.length ? words.filteredNothing : "");
    const count = rooms.reduce((sum, room) => sum + Math.min(mentions(room), unread(room)), 0);
    const [, badge, label] = this.#mentions.children;
    show(badge, count > 0);
    setText(badge, String(count));
    setText(label, count ? words.mentionsUnread(count) : words.mentions);
  }

  async #menu(link, anchor = link) {
    const { showRoomMenu } = await import("./room-menu.js");
    await showRoomMenu({ chat: this.#chat, toast: this.#toast, roomId: Number(link.dataset.room), anchor });
  }

  #newButton(className, content) {
    const isIcon = typeof content !== "string";
    return el("button", {
      type: "button", class: className, "aria-label": isIcon && words.newRoom, title: isIcon && words.newRoom,
      onclick: async () => (await import("./new-room.js")).showNewRoom(this.#chat),
    }, content);
  }

  #item(room) {
    const link = el("a", { class: "room-item", href: `#/room/${room.id}`, "data-room": room.id },
      roomAvatar(room, roomName(room)),
      el("span", { class: "room-item-text" },
        el("span", { class: "room-item-line" },
          el("bdi", { class: "room-item-name ellipsis" }), sign("pin", words.pinned), sign("muted", words.muted),
          el("time", { class: "room-item-time" })),
        el("span", { class: "room-item-line" },
          el("span", { class: "unsent-sign", hidden: true }, icon("clock"), hiddenText()),
          el("span", { class: "draft-sign", hidden: true }),
          el("bdi", { class: "room-item-last ellipsis" }),
          el("span", { class: "mention-sign", "aria-hidden": "true", hidden: true }, "@"),
          el("span", { class: "badge", hidden: true }, el("span", { "aria-hidden": "true" }), hiddenText())),
        hiddenText()));
    const more = el("button", {
      type: "button", class: "icon-button room-more", "aria-haspopup": "dialog", onclick: () => this.#menu(link, more),
    }, icon("more"), hiddenText());
    return el("li", { class: "room-entry" }, link, more);
  }

  #update(item, room, now) {
    const [link, more] = item.children;
    const [upper, lower, here] = link.lastChild.children;
    const [name, pinned, muted, time] = upper.children;
    const [waits, before, last, at, badge] = lower.children;
    const other = this.#chat.other(room);
    const isOnline = this.#chat.people.isOnline(other);
    setText(name, roomName(room));
    setText(more.lastChild, words.roomActions(roomName(room)));
    setText(here, isOnline ? words.online : "");
    replaceAvatar(link.firstChild, roomAvatar(room, roomName(room), { other, isOnline, picture: this.#chat.people.picture(other) }));

    const unsent = this.#chat.logs.get(room.id).outgoing.filter(({ status }) => status !== "sent");
    const shown = unsent.find(({ status }) => status === "failed") ?? unsent.at(-1);
    const { text, files } = this.#drafts.get(room.id);
    const draft = shown || room.id === this.#currentId ? "" : messageText({ content: text.slice(0, draftCharactersMax), files });
    showUnsent(waits, shown);
    showTime(time, shown?.at ?? (room.last_message ? Date.parse(room.last_message.timestamp) : null), now);
    // Apart, and bold: no name or text can look so.
    const own = shown ?? (room.last_message?.user_id === this.#chat.me.id ? room.last_message : null);
    show(before, Boolean(draft || own));
    before.classList.toggle("own", !draft);
    setText(before, draft ? words.draft : `${words.you}: `);
    setText(last, draft || (own ? messageText(own) : preview(room, room.last_message, { people: this.#chat.people })));

    const told = level(room, now);
    const count = told === "nothing" ? 0 : unread(room);
    const isMentioned = count > 0 && mentions(room) > 0;
    link.classList.toggle("unread", count > 0);
    link.classList.toggle("muted", told === "nothing");
    show(pinned, Boolean(room.pinned));
    show(muted, told === "nothing");
    show(at, isMentioned);
    show(badge, count > 0);
    badge.classList.toggle("faint", told === "mentions");
    setText(badge.firstChild, count > 99 ? "99+" : String(count));
    setText(badge.lastChild, isMentioned ? words.unreadMentioned(count) : words.unread(count));
    if (room.id === this.#currentId) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

const hiddenText = (text = "") => el("span", { class: "visually-hidden" }, text);

const sign = (name, label) => el("span", { class: "room-sign", hidden: true, title: label }, icon(name), hiddenText(label));

function showTime(time, at, now) {
  show(time, at !== null);
  if (at === null) return;
  time.dateTime = new Date(at).toISOString();
  time.title = fullTime(at);
  setText(time, listTime(at, now));
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
