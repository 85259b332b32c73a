// The signed-in page: the rooms at the side, the open one beside them; on a phone one at a time.
import { Announcer } from "./announcer.js";
import { Chat } from "./chat.js";
import { connectionBanner } from "./connection-banner.js";
import { roomName } from "./caption.js";
import { el } from "./dom.js";
import { RoomView } from "./room-view.js";
import { RoomsView } from "./rooms-view.js";
import { millisecondsToMidnight } from "./time.js";
import { words } from "./words.js";

export class House {
  #chat;
  #drafts = new Map();
  #announcer = new Announcer(document.querySelector("#announcer"));
  #roomsView;
  #roomView = null;
  #roomId = null;
  #root;
  #place;

  /// `onLeave({isOwnWish})`: signed out.
  constructor({ me, onLeave }) {
    this.#chat = new Chat(me);
    this.#roomsView = new RoomsView({ chat: this.#chat, onSignOut: () => this.#signOut(onLeave) });
    this.#place = nowhere();
    this.#root = el("div", { class: "house" },
      el("button", { type: "button", class: "skip", onclick: () => this.#place.querySelector("h1, h2")?.focus() }, words.skip),
      connectionBanner(this.#chat),
      el("div", { class: "panes" }, this.#roomsView.root, this.#place));
    this.#chat.addEventListener("rooms", () => this.#updateTitle());
    this.#chat.addEventListener("over", () => onLeave({ isOwnWish: false }));
    this.#chat.addEventListener("left", ({ detail }) => {
      if (detail.roomId !== this.#roomId) return;
      this.#announcer.announce(words.roomGone);
      location.hash = "#/";
    });
  }

  async enter() {
    document.querySelector("#app").replaceChildren(this.#root);
    this.#chat.start();
    this.#relabelAtMidnight();
    await this.#roomsView.load();
  }

  /// Shows the room, or the list for null.
  show(roomId) {
    if (roomId === this.#roomId) return;
    const wasInRoom = this.#roomId !== null;
    this.#roomView?.close();
    this.#roomId = roomId;
    this.#roomView = roomId === null
      ? null
      : new RoomView({ chat: this.#chat, id: roomId, drafts: this.#drafts, announcer: this.#announcer });
    const next = this.#roomView?.root ?? nowhere();
    this.#place.replaceWith(next);
    this.#place = next;
    this.#root.classList.toggle("in-room", roomId !== null);
    this.#roomsView.setCurrent(roomId);
    this.#updateTitle();
    if (this.#roomView) {
      // The composer may take the focus from the heading; on touch it does not, and no keyboard jumps up.
      this.#roomView.heading.focus({ preventScroll: true });
      this.#roomView.shown();
    } else if (wasInRoom) {
      this.#roomsView.heading.focus({ preventScroll: true });
    }
  }

  #updateTitle() {
    const room = this.#roomId === null ? null : this.#chat.room(this.#roomId);
    document.title = words.title(this.#chat.unread, room && roomName(room));
  }

  #relabelAtMidnight() {
    setTimeout(() => {
      this.#roomsView.render();
      this.#roomView?.render();
      this.#relabelAtMidnight();
    }, millisecondsToMidnight(Date.now()));
  }

  async #signOut(onLeave) {
    try {
      await this.#chat.signOut();
      onLeave({ isOwnWish: true });
    } catch (problem) {
      if (problem.status === 401) onLeave({ isOwnWish: true });
      else this.#announcer.announce(problem.message);
    }
  }
}

function nowhere() {
  return el("main", { class: "room nowhere" },
    el("div", { class: "hollow" },
      el("img", { src: "/assets/icon.svg", alt: "", width: "72", height: "72" }),
      el("h2", { tabindex: "-1" }, words.pickRoomTitle), el("p", {}, words.pickRoom)));
}
