// The last state of the page, kept so that it opens without a connection: rooms, people, and the newest messages of
// the rooms that were looked at.
import { inStore } from "./database.js";

const key = "last";
const roomsMax = 500;
const peopleMax = 1_000;
const timelinesMax = 20;
const messagesMax = 50;
/// After a change, others may follow.
const keepAfterMilliseconds = 1_000;

export const lastSnapshot = () => inStore("snapshots", "readonly", (store) => store.get(key));

const forgetSnapshot = () => inStore("snapshots", "readwrite", (store) => store.delete(key));

/// The end of a run that reaches to the newest message; unsent messages are the outbox's to keep.
export const tail = ({ roomId, messages, hasOlder, rev }) => ({
  roomId, rev, messages: messages.slice(-messagesMax), hasOlder: hasOlder || messages.length > messagesMax,
});

function snapshotOf(chat) {
  const timelines = chat.timelines.all().filter(({ loaded, hasNewer }) => loaded && !hasNewer);
  return {
    me: chat.me,
    rooms: chat.rooms.slice(0, roomsMax),
    people: chat.people.named().slice(0, peopleMax),
    timelines: timelines.slice(-timelinesMax).map(tail),
  };
}

/// Keeps up with what the chat knows, until it is stopped.
export class SnapshotKeeper {
  #chat;
  #timer = 0;
  #listeners = new AbortController();

  constructor(chat) {
    this.#chat = chat;
    const { signal } = this.#listeners;
    for (const event of ["rooms", "people", "timeline"]) chat.addEventListener(event, () => this.#changed(), { signal });
    addEventListener("pagehide", () => this.#keep(), { signal });
  }

  async forget() {
    this.#listeners.abort();
    clearTimeout(this.#timer);
    this.#timer = 0;
    await forgetSnapshot();
  }

  #changed() {
    this.#timer ||= setTimeout(() => this.#keep(), keepAfterMilliseconds);
  }

  #keep() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    const snapshot = snapshotOf(this.#chat);
    inStore("snapshots", "readwrite", (store) => store.put(snapshot, key));
  }
}
