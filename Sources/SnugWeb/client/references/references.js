// The rooms and messages of this server that a text names: links to them, and cards with the messages. Fetched with the
// first text that may name one.
import { messageAt } from "../logs/run.js";
import { api } from "../models/api.js";
import { placeWithin } from "../text/link.js";
import { namesOf } from "../text/mention.js";
import { el } from "../ui/dom.js";
import { messageText, roomName } from "../ui/labels.js";
import { timeElement } from "../ui/time-element.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";
import { linkRooms, placeOf } from "./room-links.js";

/// Cards of one message, and messages that are asked for at a time.
const cardsMax = 3;
const askedMax = 100;

const known = new WeakMap();

/// A promise of the references of that page, the same for all of its rooms.
export async function referencesOf(chat) {
  await learnTalkWords();
  if (!known.has(chat)) known.set(chat, new References(chat));
  return known.get(chat);
}

/// Tells "changed" when texts are to be drawn anew.
class References extends EventTarget {
  /// Another one with every change.
  serial = 1;
  #chat;
  #rooms = [];
  #print = "";
  /// By room and number: a message, null for one that is not there, or "asked" or "failed".
  #messages = new Map();
  /// Those that may have been changed while there was no connection.
  #old = new Set();
  #epoch;
  #underWay = 0;
  #asking = Promise.resolve();

  constructor(chat) {
    super();
    this.#chat = chat;
    if (chat.isConnected) this.#epoch = chat.epoch;
    this.#listRooms();
    chat.addEventListener("rooms", () => this.#listRooms());
    chat.addEventListener("changed", ({ detail: { message } }) => this.#heard(message));
    chat.addEventListener("connection", () => this.#connected());
  }

  /// The blocks of markdown.js, with links for the rooms that they name, and words for addresses within this site.
  linked(blocks) {
    return linkRooms(blocks, namesOf(this.#rooms), (link) => this.#label(link));
  }

  /// Cards of the messages that the blocks link to.
  cards(blocks) {
    const places = new Map();
    const look = (inlines) => {
      for (const { type, href, inlines: inner } of inlines) {
        const place = type === "link" ? placeOf(withinHere(href)) : null;
        if (place?.seq && places.size < cardsMax) places.set(`${place.roomId}/${place.seq}`, place);
        else if (inner) look(inner);
      }
    };
    for (const block of blocks) for (const inlines of block.items ?? [block.inlines ?? []]) look(inlines);
    return [...places].map(([key, place]) => this.#card(key, place)).filter(Boolean);
  }

  #label({ href, inlines }) {
    const place = placeOf(withinHere(href));
    // A label of the writer's own stays.
    const isBare = inlines.length === 1 && /^https?:/i.test(inlines[0].text ?? "");
    const room = place && isBare ? this.#chat.room(place.roomId) : null;
    if (!room) return null;
    const name = room.kind === "direct" ? roomName(room) : `#${roomName(room)}`;
    return place.seq ? words.messageIn(name) : name;
  }

  #card(key, { roomId, seq }) {
    const room = this.#chat.room(roomId);
    const message = room ? this.#message(key, roomId, seq) : null;
    if (message === undefined) return null;
    if (message === null || message === "failed")
      return el("p", { class: "quotation reference" }, message ? words.referenceUnread : words.referenceMissing);
    const isHere = message !== "asked";
    const author = isHere ? this.#chat.people.name(message.user_id) ?? words.someone : roomName(room);
    return el("a", { class: "quotation reference", href: `#/room/${roomId}/message/${seq}` },
      el("span", { class: "reference-head" },
        el("bdi", { class: "quotation-author ellipsis" }, author),
        isHere && el("bdi", { class: "ellipsis" }, roomName(room)),
        isHere && timeElement(message.timestamp, (when) => when)),
      el("bdi", { class: "quotation-text" }, isHere ? messageText(message) : words.loading));
  }

  /// Undefined where enough is asked for already.
  #message(key, roomId, seq) {
    const here = messageAt(this.#chat.logs.get(roomId), seq);
    if (here && !(this.#messages.get(key)?.rev > here.rev)) this.#messages.set(key, here);
    const isKnown = this.#messages.has(key);
    if ((!isKnown || this.#old.has(key)) && this.#underWay < askedMax) {
      this.#old.delete(key);
      if (!isKnown) this.#messages.set(key, "asked");
      this.#ask(key, roomId, seq);
    }
    return this.#messages.get(key);
  }

  /// One after the other.
  #ask(key, roomId, seq) {
    this.#underWay += 1;
    const { epoch } = this.#chat;
    // One that breaks keeps no other back.
    this.#asking = this.#asking.catch(() => {}).then(async () => {
      const found = await this.#found(roomId, seq).finally(() => { this.#underWay -= 1; });
      if (this.#chat.epoch !== epoch) return;
      const known = this.#messages.get(key);
      if (found === "failed" && known?.seq) this.#old.add(key);
      else if (!(known?.rev > found?.rev)) this.#messages.set(key, found);
      this.#changed();
    });
  }

  async #found(roomId, seq) {
    try {
      const { messages } = await api.messages(roomId, { after: seq - 1, limit: 1 });
      return messages.find((each) => each.seq === seq) ?? null;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      return problem.isPassing ? "failed" : null;
    }
  }

  #heard(message) {
    const key = `${message.room_id}/${message.seq}`;
    if (!this.#messages.has(key)) return;
    this.#messages.set(key, message);
    this.#changed();
  }

  #listRooms() {
    const print = JSON.stringify(this.#chat.rooms.map(({ id, name }) => [id, name]).sort(([a], [b]) => a - b));
    if (print === this.#print) return;
    this.#print = print;
    this.#rooms = this.#chat.rooms.filter(({ kind }) => kind !== "direct").map((room) => ({ id: room.id, name: roomName(room) }));
    this.#changed();
  }

  /// Another log has other messages. Those of the same are looked at again when they are drawn; and those that could
  /// not be had are asked for again.
  #connected() {
    if (!this.#chat.isConnected) return;
    const isFirst = this.#epoch === undefined;
    const isOther = !isFirst && this.#epoch !== this.#chat.epoch;
    this.#epoch = this.#chat.epoch;
    const hasAny = this.#messages.size > 0;
    for (const [key, message] of this.#messages) {
      if (isOther || message === "failed") this.#messages.delete(key);
      else if (!isFirst && message !== "asked") this.#old.add(key);
    }
    if (isOther) this.#old.clear();
    if (hasAny) this.#changed();
  }

  #changed() {
    this.serial += 1;
    this.dispatchEvent(new Event("changed"));
  }
}

const withinHere = (href) => placeWithin(href, location.origin);
