// The bar above an open room: its picture and name, its people, the way to its page.
import { level } from "../logs/room-summary.js";
import { replaceAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el, icon, setText, show } from "../ui/dom.js";
import { presence, roomName } from "../ui/labels.js";
import { words } from "../words/words.js";

const namesMax = 4;

export class RoomHeader {
  /// The word for someone whose account is out of use, once that was fetched.
  outOfUse = "";
  #chat;
  #id;
  #title;
  #subtitle = el("p", { class: "room-subtitle ellipsis" });
  #bell = el("button", { type: "button", class: "icon-button", "aria-haspopup": "dialog" }, icon("bell"));

  constructor({ chat, id, toast }) {
    this.#chat = chat;
    this.#id = id;
    this.#bell.addEventListener("click", async () => (await import("../notices/level-menu.js"))
      .showLevelMenu({ chat, toast, roomId: id, anchor: this.#bell }));
    this.heading = el("h1", { tabindex: "-1", class: "ellipsis" });
    this.#title = el("a", { class: "room-title", href: `#/room/${id}/about` },
      el("span"), el("span", { class: "grow" }, this.heading, this.#subtitle));
    this.root = el("header", { class: "bar" },
      el("a", { class: "icon-button back", href: "#/", "aria-label": words.back, title: words.back }, icon("back")),
      this.#title,
      el("a", { class: "icon-button search-here", href: `#/room/${id}/search`, "aria-label": words.searchHere, title: words.searchHere }, icon("search")),
      this.#bell,
      el("a", { class: "icon-button", href: `#/room/${id}/about`, "aria-label": words.aboutRoom, title: words.aboutRoom }, icon("info")));
  }

  render() {
    const room = this.#chat.room(this.#id);
    const name = roomName(room);
    if (this.heading.textContent !== name) this.heading.replaceChildren(bdi(name));
    if (room) {
      const other = this.#chat.other(room);
      const { people } = this.#chat;
      replaceAvatar(this.#title.firstChild, roomAvatar(room, name, { other, isOnline: people.isOnline(other), picture: people.picture(other) }));
    }
    setText(this.#subtitle, this.#describe(room));
    this.#renderBell(room);
  }

  #renderBell(room) {
    show(this.#bell, room !== null);
    if (!room) return;
    const label = words.bell[level(room)];
    if (this.#bell.title === label) return;
    this.#bell.title = label;
    this.#bell.setAttribute("aria-label", label);
    this.#bell.replaceChildren(icon({ everything: "bell", mentions: "at", nothing: "muted" }[level(room)]));
  }

  #describe(room) {
    if (!room) return "";
    if (room.kind === "direct") return this.#describeOther(room);
    const members = this.#chat.members(this.#id);
    if (!members) return words.people(room.member_count ?? 0);
    const others = members.filter((member) => member.user_id !== this.#chat.me.id).map((member) => member.name);
    const names = [words.you, ...others];
    const shown = names.length > namesMax ? names.slice(0, namesMax - 1) : names;
    return words.members(shown, names.length - shown.length);
  }

  #describeOther(room) {
    const { people, logs } = this.#chat;
    if (room.deactivated) return this.outOfUse;
    return presence(this.#chat.other(room), { people, messages: logs.get(this.#id).messages }) ?? words.direct;
  }
}
