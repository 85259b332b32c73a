// The last state of the page, kept so that it opens without a connection: rooms, people, and the newest messages of
// the rooms that were looked at last.
import { inStore } from "./database.js";

const key = "last";
const roomsMax = 500;
const peopleMax = 1_000;
const timelinesMax = 20;
const messagesMax = 50;
/// After a change, others may follow; it is written whole.
const keepAfterMilliseconds = 5_000;

export const lastSnapshot = () => inStore("snapshots", "readonly", (store) => store.get(key));

/// Forgets it: whoever's it is, or only that `of` one user, or unless it is that of one, `but`.
export async function forgetSnapshot({ of = null, but = null } = {}) {
  const owner = (await lastSnapshot())?.me.id;
  if (owner === but || (of !== null && owner !== of)) return;
  await inStore("snapshots", "readwrite", (store) => store.delete(key));
}

/// The end of a run that reaches to the newest message; unsent messages are the outbox's to keep.
export const tail = ({ roomId, messages, hasOlder, rev }) => ({
  roomId, rev, messages: messages.slice(-messagesMax), hasOlder: hasOlder || messages.length > messagesMax,
});

export function snapshotOf(chat) {
  const timelines = chat.logs.lookedAt.filter(({ loaded, hasNewer, room }) => loaded && !hasNewer && room);
  return {
    me: chat.me,
    epoch: chat.epoch,
    rooms: chat.rooms.slice(0, roomsMax),
    people: chat.people.named().slice(0, peopleMax),
    timelines: timelines.slice(-timelinesMax).map(tail),
  };
}

/// The state of this page, and of other rooms what an earlier page, or another one beside it, has kept.
export function merged(snapshot, before) {
  if (before?.me.id !== snapshot.me.id || before.epoch !== snapshot.epoch) return snapshot;
  const here = new Set(snapshot.timelines.map(({ roomId }) => roomId));
  const joined = new Set(snapshot.rooms.map(({ id }) => id));
  const others = before.timelines.filter(({ roomId }) => !here.has(roomId) && joined.has(roomId));
  return { ...snapshot, timelines: [...others, ...snapshot.timelines].slice(-timelinesMax) };
}

/// Keeps up with what the chat knows, until it is stopped.
export class SnapshotKeeper {
  #chat;
  #timer = 0;
  #listeners = new AbortController();

  constructor(chat) {
    this.#chat = chat;
    const { signal } = this.#listeners;
    for (const event of ["rooms", "people", "log"]) chat.addEventListener(event, () => this.#changed(), { signal });
    addEventListener("pagehide", () => this.#keep(), { signal });
    // A hidden page keeps nothing until it is looked at again: it may have company that does.
    document.addEventListener("visibilitychange", () => this.#keep(), { signal });
  }

  stop() {
    this.#listeners.abort();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #changed() {
    if (document.visibilityState === "visible") this.#timer ||= setTimeout(() => this.#keep(), keepAfterMilliseconds);
  }

  async #keep() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    const before = await lastSnapshot();
    // Signed out meanwhile.
    if (this.#listeners.signal.aborted) return;
    const snapshot = merged(snapshotOf(this.#chat), before);
    await inStore("snapshots", "readwrite", (store) => store.put(snapshot, key));
  }
}
