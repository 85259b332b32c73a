// The results of a search, page after page. An answer that comes late never takes the place of a newer one, and nothing
// that was deleted or edited away meanwhile comes back with it.
import { snippetOf } from "./snippet.js";

const pageResults = 20;
/// Results in the page: who has not found it among these is better off with another search.
const resultsMax = 300;
/// The server lets one person search so many times at once.
const callsMax = 2;
/// Answers without a result that are passed over before its reader is asked to go on.
const emptyPagesMax = 5;

export class Results {
  /// "idle", "asking", "found" or "failed".
  phase = "idle";
  /// `{message, snippet}`, the newest first: the results of the last question that was answered.
  items = [];
  hasMore = false;
  isAskingMore = false;
  /// The refusal of the question, or of the page after those that are here.
  problem = null;
  question = null;
  onChange = () => {};
  #call;
  #number = 0;
  #calls = 0;
  /// The times that everything here is being looked for anew: what changes between two of its pages counts too.
  #refreshes = 0;
  #isWaiting = false;
  #before = null;
  /// Messages that were changed while an answer was on its way, by id; and the rooms that were left, with the number of
  /// the question that was asked then.
  #changed = new Map();
  #left = new Map();

  /// `call(parameters)` gives a page of `GET /search`.
  constructor(call) {
    this.#call = call;
  }

  get isFull() {
    return this.items.length >= resultsMax;
  }

  /// `question` is `{parameters, accepts(message)}`: what is asked of the server, and what of its answer is meant.
  ask(question) {
    this.#number += 1;
    this.question = question;
    this.isAskingMore = false;
    this.#is("asking");
    return this.#askFirst();
  }

  retry() {
    if (!this.question) return null;
    return this.phase === "failed" ? this.ask(this.question) : this.more();
  }

  /// Asks for nothing any more.
  clear() {
    this.#number += 1;
    this.question = null;
    this.items = [];
    this.hasMore = false;
    this.isAskingMore = false;
    this.#is("idle");
  }

  async more() {
    if (this.phase !== "found" || !this.hasMore || this.isFull || this.isAskingMore) return;
    const number = this.#number;
    this.isAskingMore = true;
    this.#is("found");
    try {
      const page = await this.#page(this.#before);
      if (number !== this.#number) return;
      this.#take(page, this.items);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (number !== this.#number) return;
      this.isAskingMore = false;
      this.#is("found", problem);
    }
  }

  /// Looks anew for as many as are here, as after a time without a connection, in which nothing was told of deletions.
  /// Those that are here stay where that fails.
  async refresh() {
    if (this.phase !== "found" || this.isAskingMore) return;
    const number = this.#number;
    const found = [];
    let page = { before: null, hasMore: true };
    this.isAskingMore = true;
    this.#refreshes += 1;
    try {
      do {
        page = await this.#page(page.before);
        if (number !== this.#number) return;
        found.push(...page.found);
      } while (page.hasMore && found.length < this.items.length);
      this.#take({ ...page, found: this.#current(found, number) }, []);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (number !== this.#number) return;
      this.isAskingMore = false;
      this.#is("found", this.problem);
    } finally {
      this.#refreshes -= 1;
      this.#forgetChanges();
    }
  }

  /// Of questions that come while others are under way, the last one is asked.
  async #askFirst() {
    this.#isWaiting = this.#calls >= callsMax;
    if (this.#isWaiting) return;
    const number = this.#number;
    try {
      const page = await this.#page(null);
      if (number === this.#number) this.#take(page, []);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (number !== this.#number) return;
      this.items = [];
      this.hasMore = false;
      this.#is("failed", problem);
    }
  }

  #take({ found, before, hasMore }, known) {
    const ids = new Set(known.map(({ message }) => message.id));
    this.items = [...known, ...found.filter(({ message }) => !ids.has(message.id))];
    this.#before = before;
    this.hasMore = hasMore;
    this.isAskingMore = false;
    this.#is("found");
  }

  /// A page with something on it, or the last one.
  async #page(from) {
    const { parameters, accepts } = this.question;
    const asked = this.#number;
    const found = [];
    let before = from;
    let hasMore = true;
    this.#calls += 1;
    try {
      for (let pages = 0; pages < emptyPagesMax && hasMore && !found.length; pages++) {
        const answer = await this.#call({ ...parameters, limit: pageResults, before: before ?? undefined });
        const next = answer.next ?? answer.results.at(-1)?.message.id ?? null;
        hasMore = answer.has_more && next !== null && next !== before;
        before = next;
        found.push(...answer.results.filter(({ message }) => accepts(message)));
        if (asked !== this.#number) break;
      }
      return { found: this.#current(found, asked), before, hasMore };
    } finally {
      this.#calls -= 1;
      this.#forgetChanges();
      if (this.#isWaiting && this.question) this.#askFirst();
    }
  }

  #forgetChanges() {
    if (!this.#calls && !this.#refreshes) this.#changed.clear();
  }

  /// The results as they are now.
  #current(found, asked) {
    return found.filter(({ message }) => !(this.#left.get(message.room_id) >= asked)).flatMap((item) => {
      const changed = this.#changed.get(item.message.id);
      return changed && (changed.rev ?? 0) > (item.message.rev ?? 0) ? after(item, changed, this.question) : [item];
    });
  }

  // News

  /// A message was edited, deleted or reacted to.
  changed(message) {
    if (this.#calls || this.#refreshes) this.#changed.set(message.id, message);
    const at = this.items.findIndex((item) => item.message.id === message.id);
    if (at < 0) return;
    this.items = this.items.toSpliced(at, 1, ...after(this.items[at], message, this.question));
    this.#is(this.phase, this.problem);
  }

  /// Their reader is in that room no more.
  left(roomId) {
    this.#left.set(roomId, this.#number);
    const items = this.items.filter(({ message }) => message.room_id !== roomId);
    if (items.length === this.items.length) return;
    this.items = items;
    this.#is(this.phase, this.problem);
  }

  #is(phase, problem = null) {
    this.phase = phase;
    this.problem = problem;
    this.onChange();
  }
}

/// The result as it is after a change of its message, in a list; none if it is not found any more.
function after({ message, snippet }, changed, question) {
  if (changed.deleted_at || (question && !question.accepts(changed))) return [];
  if (changed.content === message.content) return [{ message: changed, snippet }];
  const now = snippetOf(changed, question?.parameters.q ?? "");
  return now ? [{ message: changed, snippet: now }] : [];
}
