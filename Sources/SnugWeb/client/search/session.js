// A search that one can come back to: what was looked for, what was found, and where its reader was. It belongs to an
// entry of the browser's history, whose state has its number. That outlives a reload and the session: the words are not
// in it, but in the last searches that the device keeps.
import { search as call } from "../calls/search.js";
import { emptySearch } from "./query.js";
import { Results } from "./results.js";

/// Of searches further back what was found is not kept.
const sessionsMax = 4;

const kept = new WeakMap();

/// The search that one is on the way back to.
let wanted = null;

export function comeBackTo(number) {
  wanted = number;
}

class SearchSession {
  search;
  results = new Results(call);
  scrollTop = 0;
  areDaysOpen = false;
  /// There was no connection for a while: what was found may be there no more.
  isStale = false;
  /// The message that was opened last.
  openedId = null;
  number;
  #life = new AbortController();

  constructor(chat, search, number) {
    this.search = search;
    this.number = number;
    const { signal } = this.#life;
    // Also while another page is in sight.
    chat.addEventListener("changed", ({ detail: { message } }) => this.results.changed(message), { signal });
    chat.addEventListener("connection", () => { this.isStale = true; }, { signal });
    chat.addEventListener("left", ({ detail: { roomId } }) => this.results.left(roomId), { signal });
  }

  /// Marks the entry of the history that is shown as this search's.
  mark() {
    history.replaceState({ search: this.number }, "");
  }

  end() {
    this.#life.abort();
    this.results.onChange = () => {};
  }
}

/// The text that was typed into the dialog which led here, which is told once.
export function takeTyped(chat) {
  const text = chat.typedSearch;
  chat.typedSearch = "";
  return text;
}

/// The search of this entry of the history, or a new one, in that room where one is given. `recent` are the last ones.
export function sessionFor(chat, recent, room) {
  if (!kept.has(chat)) kept.set(chat, []);
  const sessions = kept.get(chat);
  const number = wanted ?? history.state?.search ?? Date.now() + Math.random();
  wanted = null;
  const known = sessions.find((each) => each.number === number);
  if (known) return { session: known, isNew: false };
  // Typed into the dialog that led here, or looked for before a reload.
  const text = takeTyped(chat);
  const search = text ? { ...emptySearch, text } : recent.numbered(number) ?? { ...emptySearch, room };
  const session = new SearchSession(chat, search, number);
  sessions.push(session);
  if (sessions.length > sessionsMax) sessions.shift().end();
  return { session, isNew: true };
}
