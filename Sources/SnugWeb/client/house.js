// The signed-in page: the rooms at the side, the open one beside them; on a phone one at a time.
import { Announcer } from "./announcer.js";
import { Chat } from "./chat.js";
import { connectionBanner } from "./connection-banner.js";
import { roomName } from "./caption.js";
import { el } from "./dom.js";
import { Drafts } from "./drafts.js";
import { neighbour, shortcut } from "./keys.js";
import { RoomView } from "./room-view.js";
import { RoomsView } from "./rooms-view.js";
import { unread } from "./rooms.js";
import { millisecondsToMidnight } from "./time.js";
import { Toast } from "./toast.js";
import { words } from "./words.js";

export class House {
  #chat;
  #drafts;
  #toast = new Toast();
  #announcer = new Announcer(document.querySelector("#announcer"));
  #roomsView;
  #roomView = null;
  #roomId = null;
  #root;
  #place;

  /// `onLeave({isOwnWish})`: signed out.
  constructor({ me, onLeave }) {
    this.#chat = new Chat(me);
    this.#drafts = new Drafts(sessionStorage, me.id);
    this.#roomsView = new RoomsView({ chat: this.#chat, onSignOut: () => this.#signOut(onLeave) });
    this.#place = nowhere();
    this.#root = el("div", { class: "house" },
      el("button", { type: "button", class: "skip", onclick: () => this.#place.querySelector("h1, h2")?.focus() }, words.skip),
      connectionBanner(this.#chat),
      el("div", { class: "panes" }, this.#roomsView.root, this.#place),
      this.#toast.root);
    addEventListener("keydown", (event) => this.#keyed(event));
    this.#chat.addEventListener("rooms", () => this.#updateTitle());
    this.#chat.addEventListener("over", () => onLeave({ isOwnWish: false }));
    this.#chat.addEventListener("failed", ({ detail }) => this.#toast.say(detail.sentence));
    this.#chat.addEventListener("left", ({ detail }) => {
      if (detail.roomId !== this.#roomId) return;
      this.#toast.say(words.roomGone);
      location.hash = "#/";
    });
  }

  async enter() {
    document.querySelector("#app").replaceChildren(this.#root);
    this.#chat.start();
    this.#relabelAtMidnight();
    await this.#roomsView.load();
  }

  /// Shows the room, at the message of `seq` where one is given; or the list for null.
  show(roomId, seq = null) {
    if (roomId === this.#roomId) {
      if (seq !== null) this.#roomView.jumpTo(seq);
      return;
    }
    const wasInRoom = this.#roomId !== null;
    this.#roomView?.close();
    this.#roomId = roomId;
    this.#roomView = roomId === null
      ? null
      : new RoomView({ chat: this.#chat, id: roomId, drafts: this.#drafts, announcer: this.#announcer, toast: this.#toast });
    const next = this.#roomView?.root ?? nowhere();
    this.#place.replaceWith(next);
    this.#place = next;
    this.#root.classList.toggle("in-room", roomId !== null);
    this.#roomsView.setCurrent(roomId);
    this.#updateTitle();
    if (this.#roomView) {
      // The composer may take the focus from the heading; on touch it does not, and no keyboard jumps up.
      this.#roomView.heading.focus({ preventScroll: true });
      this.#roomView.shown(seq);
    } else if (wasInRoom) {
      this.#roomsView.heading.focus({ preventScroll: true });
    }
  }

  #updateTitle() {
    const room = this.#roomId === null ? null : this.#chat.room(this.#roomId);
    document.title = words.title(this.#chat.unread, room && roomName(room));
    // Browsers that show a number on an installed page's icon; the others have no such function.
    navigator.setAppBadge?.(this.#chat.unread).catch(() => {});
  }

  async #keyed(event) {
    const wanted = event.isComposing || document.querySelector("dialog[open]") ? null : shortcut(event);
    if (wanted === null) return;
    event.preventDefault();
    const go = (step, isWanted) => {
      const room = neighbour(this.#chat.rooms, this.#roomId, step, isWanted);
      if (room) location.hash = `#/room/${room.id}`;
    };
    const hasNew = (room) => unread(room) > 0;
    switch (wanted) {
      case "previous-room": return go(-1);
      case "next-room": return go(1);
      case "previous-unread": return go(-1, hasNew);
      case "next-unread": return go(1, hasNew);
      case "newest": return this.#roomView?.toNewest();
      case "first-unread": return this.#roomView?.jumpToFirstUnread();
      case "switch": return (await import("./switcher.js")).showSwitcher(this.#chat);
      case "help": return (await import("./help.js")).showHelp();
    }
  }

  #relabelAtMidnight() {
    setTimeout(() => {
      this.#roomsView.render();
      this.#roomView?.render();
      this.#relabelAtMidnight();
    }, millisecondsToMidnight(Date.now()));
  }

  async #signOut(onLeave) {
    this.#drafts.clear();
    try {
      await this.#chat.signOut();
      onLeave({ isOwnWish: true });
    } catch (problem) {
      if (problem.status === 401) onLeave({ isOwnWish: true });
      else this.#toast.say(problem.message);
    }
  }
}

function nowhere() {
  return el("main", { class: "room nowhere" },
    el("div", { class: "hollow" },
      el("img", { src: "/assets/icon.svg", alt: "", width: "72", height: "72" }),
      el("h2", { tabindex: "-1" }, words.pickRoomTitle), el("p", {}, words.pickRoom)));
}
