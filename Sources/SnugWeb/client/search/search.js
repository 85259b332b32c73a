// The page of the search: a field with filters, and what is found. Coming back from a result, one finds it as it was.
import { styleSheet } from "../drawing/style-sheet.js";
import { api } from "../models/api.js";
import { isComposing } from "../text/composing.js";
import { el, icon, setText, show } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { isTouch } from "../ui/touch.js";
import { learnSearchWords } from "../words/search-words.js";
import { words } from "../words/words.js";
import { dayPanel } from "./day-panel.js";
import { span } from "./days.js";
import { SearchField } from "./field.js";
import { filterRow } from "./filters.js";
import { nowCalled, today } from "./labels.js";
import { filterAt, hasFilters, hasWord, read, without } from "./query.js";
import { placesOf } from "./places.js";
import { RecentSearches } from "./recent.js";
import { resultList } from "./result-list.js";
import { sessionFor, takeTyped } from "./session.js";
import { goesOn, stateOf, stateText } from "./states.js";
import { knownPeople, knownRooms, suggestionsAtOnce, suggestionsInTime } from "./suggestions.js";
import { leadBack } from "./way-back.js";

const askAfterMilliseconds = 250;
const suggestAfterMilliseconds = 150;
/// The waits after which it is said that one waits.
const slowAfterMilliseconds = [400, 6_000];
/// A refusal that passes, without the server's word on when.
const againAfterSeconds = 2;
const againAfterSecondsMax = 30;
const moreWithinPixels = 600;
const peopleMax = 20;

/// `roomId` is the room to search, or null; `signal` is aborted when the page is left.
export async function searchPage({ chat, toast, roomId, signal }) {
  await Promise.all([learnSearchWords(), styleSheet("/assets/search/search.css")]);
  const room = roomId === null ? null : chat.room(roomId);
  const recent = new RecentSearches(chat.me.id);
  const { session, isNew } = sessionFor(chat, recent, room && { id: room.id, name: roomName(room) });
  const view = new SearchView({ chat, toast, roomId, signal, session, recent });
  // The page is given the focus where its reader goes on.
  return { root: view.root, heading: { textContent: words.search, focus: () => view.shown(isNew) } };
}

class SearchView {
  #chat;
  #toast;
  #signal;
  #session;
  #results;
  #recent;
  #field;
  #filters;
  #days;
  #list;
  #places = el("div", {});
  #status = el("p", { class: "quiet search-count visually-hidden", role: "status" });
  #state = el("div", { class: "search-state" });
  #more = el("button", { type: "button", class: "button plain search-more", hidden: true, onclick: () => this.#results.retry() });
  #end = el("p", { class: "quiet search-end", hidden: true });
  #body;
  #back;
  /// The filters in the text that fit nobody and nothing.
  #unknown = [];
  /// The text, if there is none to look for in it.
  #wordless = "";
  /// An answer is waited for: 0, 1 for longer than one notices, 2 for much longer.
  #isSlow = 0;
  #isAsking = false;
  #timers = {};
  /// The people who were asked for, by number and by name; and the names whose answers have not come yet.
  #asked = new Set();
  #lookedFor = new Set();
  /// Beginnings that no name has.
  #nobodys = new Set();
  #suggesting = 0;
  #watcher;
  /// The addresses of this page, and of the message that was opened from it.
  #address;
  #opened = null;

  constructor({ chat, toast, roomId, signal, session, recent }) {
    this.#chat = chat;
    this.#toast = toast;
    this.#signal = signal;
    this.#session = session;
    this.#results = session.results;
    this.#recent = recent;
    this.#field = new SearchField({
      onInput: () => this.#typed(), onSubmit: () => this.#submit(), onPick: (suggestion) => this.#pick(suggestion),
      onBack: () => this.#takeBackLast(), onDown: () => this.#list.focusFirst(), onLeave: () => this.#back.click(),
    });
    this.#filters = filterRow({
      onRemove: (kinds) => this.#set(Object.fromEntries(kinds.map((kind) => [kind, null]))),
      onType: (kind) => this.#typeFilter(kind),
      onHas: (has) => this.#set({ has }),
      onDays: () => this.#toggleDays(),
    });
    this.#days = dayPanel({ chat, toast, onDays: (days, isWhole) => this.#setDays(days, isWhole), onShow: (message) => this.#open(message, true) });
    this.#list = resultList({ chat, onOpen: (message) => this.#open(message), onUp: () => this.#field.focus() });
    this.#address = roomId === null ? "#/search" : `#/room/${roomId}/search`;
    const href = roomId === null ? "#/" : `#/room/${roomId}`;
    const label = roomId === null ? words.back : words.backToRoom;
    this.#back = el("a", { class: `icon-button back${roomId === null ? "" : " always"}`, href, "aria-label": label, title: label }, icon("back"));
    this.#body = el("div", { class: "page-body" }, el("div", { class: "page-inner search-inner" },
      this.#places, this.#status, this.#state, this.#list.root, this.#more, this.#end));
    this.root = el("main", { class: "room page search-page", id: "conversation" },
      el("header", { class: "bar" }, this.#back, el("h1", { tabindex: "-1", class: "ellipsis" }, words.search)),
      el("div", { class: "search-head" }, el("div", { class: "search-head-inner" }, this.#field.root, this.#filters.root, this.#days.root)),
      this.#body);

    this.#results.onChange = () => this.#changed();
    for (const event of ["rooms", "people"]) chat.addEventListener(event, () => this.#render(), { signal });
    chat.addEventListener("connection", () => this.#catchUp(), { signal });
    chat.addEventListener("searching", (event) => {
      event.preventDefault();
      const text = takeTyped(chat);
      this.#searchFor((now) => (text ? { ...now, text } : now));
    }, { signal });
    // The page's own key, while it is in sight.
    document.addEventListener("keydown", (event) => this.#keyed(event), { signal });
    this.#watcher = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && !this.#results.problem && this.#results.more(),
      { root: this.#body, rootMargin: `${moreWithinPixels}px` });
    signal.addEventListener("abort", () => this.#left());

    this.#field.write(session.search.text);
    if (session.search.text && this.#results.phase === "idle") this.#ask();
    this.#render();
    this.#catchUp();
  }

  /// Called when it stands in the page.
  shown(isNew) {
    this.#session.mark();
    this.#body.scrollTop = this.#session.scrollTop;
    this.#watch();
    if (this.#session.openedId !== null && this.#list.focus(this.#session.openedId)) return;
    if (isNew || !isTouch()) this.#field.focus({ isWhole: true });
    else this.root.querySelector("h1").focus({ preventScroll: true });
  }

  /// With a connection there is word of changes again, but not of those that came before it.
  #catchUp() {
    // A page that is on its way is waited for.
    if (!this.#chat.isConnected || !this.#session.isStale || this.#results.isAskingMore) return;
    this.#session.isStale = false;
    // Also where the next page alone was refused.
    if (this.#results.phase === "failed") this.#results.retry();
    else this.#results.refresh();
  }

  #left() {
    this.#session.scrollTop = this.#body.scrollTop;
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#watcher.disconnect();
    this.#results.onChange = () => {};
    // By then the room stands in the place of this page.
    const way = { address: this.#address, number: this.#session.number };
    if (this.#opened && location.hash === this.#opened) queueMicrotask(() => leadBack(way));
  }

  #keyed(event) {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (!(ctrlKey || metaKey) || !shiftKey || altKey || key.toLowerCase() !== "f" || isComposing(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#field.focus({ isWhole: true });
  }

  get #search() {
    return this.#session.search;
  }

  // The field

  #typed() {
    this.#session.search = { ...this.#search, text: this.#field.text };
    if (isTouch()) this.#session.areDaysOpen = false;
    this.#suggest();
    this.#after("ask", askAfterMilliseconds, () => this.#ask());
    if (!this.#field.text.trim()) this.#ask();
  }

  #after(name, milliseconds, work) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(work, milliseconds);
  }

  #submit() {
    this.#ask({ isWhole: true });
    if (!this.#unknown.length && !this.#wordless) this.#recent.note(this.#search, this.#session.number);
    // Beneath a phone's keyboard lies the first result.
    if (isTouch()) this.#field.input.blur();
  }

  /// The filter that is being typed; none once nobody's name goes on so.
  #filterUnderWay() {
    const filter = filterAt(this.#field.text, this.#field.caret);
    if (!filter) return null;
    filter.room = this.#search.room;
    const isAlone = !/\s/u.test(filter.query);
    if (filter.kind !== "person" && filter.kind !== "room") return isAlone ? filter : null;
    // A server may know more people, until it was asked.
    const mayGoOn = filter.kind === "person" && isAlone && !this.#nobodys.has(filter.query);
    return mayGoOn || suggestionsAtOnce(this.#chat, filter).length ? filter : null;
  }

  async #suggest() {
    const number = ++this.#suggesting;
    const filter = this.#filterUnderWay();
    this.#field.suggest(filter ? suggestionsAtOnce(this.#chat, filter) : []);
    if (!filter) return;
    await new Promise((resolve) => { this.#after("suggest", suggestAfterMilliseconds, resolve); });
    if (number !== this.#suggesting) return;
    // Without an answer, those who are known here stay.
    const found = await suggestionsInTime(this.#chat, filter).catch((problem) => {
      if (problem.status === undefined) throw problem;
      return null;
    });
    if (!found || number !== this.#suggesting || document.activeElement !== this.#field.input) return;
    this.#field.suggest(found);
    if (found.length) return;
    this.#nobodys.add(filter.query);
    this.#ask();
  }

  #pick({ kind, value }) {
    this.#suggesting += 1;
    const filter = this.#filterUnderWay() ?? filterAt(this.#field.text, this.#field.caret);
    const { text, caret } = filter ? without(this.#field.text, filter) : this.#field;
    this.#field.suggest([]);
    this.#field.write(text, caret);
    this.#set({ [kind]: value });
    this.#field.focus();
  }

  /// Begins a filter in the field, whose names are offered at once.
  #typeFilter(kind) {
    const typed = this.#field.text.trimEnd();
    this.#begin(`${typed ? `${typed} ` : ""}${words.typedFilters[kind]}`);
  }

  #begin(text, caret = text.length) {
    this.#field.focus();
    this.#field.write(text, caret);
    this.#typed();
  }

  #takeBackLast() {
    const kinds = [["since", "until"], ["has"], ["room"], ["person"]].find((each) => each.some((kind) => this.#search[kind]));
    if (kinds) this.#set(Object.fromEntries(kinds.map((kind) => [kind, null])));
    return Boolean(kinds);
  }

  #toggleDays() {
    this.#session.areDaysOpen = !this.#session.areDaysOpen;
    this.#render();
  }

  /// On a phone they lie where the results are.
  #setDays(days, isWhole) {
    const isDone = isWhole && isTouch();
    if (isDone) this.#session.areDaysOpen = false;
    this.#set(days);
    if (isDone) this.#filters.root.querySelector("[data-filter='calendar']").focus({ preventScroll: true });
  }

  #set(part) {
    this.#session.search = { ...this.#search, ...part };
    this.#ask();
  }

  #searchFor(change) {
    this.#session.search = change(this.#search);
    this.#field.write(this.#search.text);
    this.#ask({ isWhole: true });
    if (!isTouch()) this.#field.focus();
  }

  // Asking

  /// `isWhole`: a filter before the caret is meant as it stands, too.
  #ask({ isWhole = false } = {}) {
    clearTimeout(this.#timers.ask);
    const { typed, rest } = this.#typedFilters(isWhole);
    this.#session.search = { ...this.#search, ...typed.found, text: rest };
    if (this.#field.text !== rest) this.#field.write(rest);
    if (isWhole) {
      this.#suggesting += 1;
      this.#field.suggest([]);
    }
    this.#unknown = typed.unknown;
    for (const { kind, value } of typed.unknown) if (kind === "person") this.#learnPerson(value, isWhole);
    const q = typed.text;
    this.#wordless = hasWord(q) ? "" : q;
    if (!q || this.#wordless || typed.unknown.length) this.#results.clear();
    else this.#askFor(q);
    this.#render();
  }

  /// The filters that are typed out become filters of the search; the text is left as it is without them.
  #typedFilters(isWhole) {
    const { text } = this.#field;
    const known = { people: knownPeople(this.#chat, this.#search.room), rooms: knownRooms(this.#chat), today: today() };
    const underWay = isWhole ? null : this.#filterUnderWay();
    if (underWay) return { typed: { ...read(without(text, underWay).text, known), found: {} }, rest: text };
    const typed = read(text, known);
    return { typed, rest: Object.keys(typed.found).length ? typed.rest : text };
  }

  /// Of those whom the page does not know, the server may.
  async #learnPerson(name, isWhole) {
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    this.#lookedFor.add(name);
    try {
      this.#chat.people.learn((await api.users({ q: name, limit: peopleMax })).users);
      this.#lookedFor.delete(name);
      if (!this.#signal.aborted && this.#unknown.some(({ value }) => value === name)) this.#ask({ isWhole });
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.#asked.delete(name);
      this.#lookedFor.delete(name);
      this.#render();
    }
  }

  #askFor(q) {
    const { person, room, has, since, until } = this.#search;
    const days = span({ since, until });
    const parameters = { q, room_id: room?.id, user_id: person?.id, has: has ?? undefined, since: days.since, until: days.until };
    // Another space in the text, or Enter after it, is no other question.
    if (this.#results.phase !== "failed" && JSON.stringify(this.#results.question?.parameters) === JSON.stringify(parameters)) return;
    this.#session.openedId = null;
    this.#session.scrollTop = 0;
    this.#results.ask({
      parameters,
      accepts({ timestamp, content }) {
        const at = Date.parse(timestamp);
        return days.start <= at && at < days.end && (has !== "link" || /https?:\/\//iu.test(content));
      },
    });
  }

  /// The waiting is said after a while, from the first of several questions on.
  #waitFor(isAsking) {
    if (isAsking === this.#isAsking) return;
    this.#isAsking = isAsking;
    this.#isSlow = 0;
    for (const [index, after] of slowAfterMilliseconds.entries()) {
      const name = `slow ${index}`;
      clearTimeout(this.#timers[name]);
      if (isAsking) this.#after(name, after, () => {
        this.#isSlow = index + 1;
        this.#render();
      });
    }
  }

  /// The results are others than before.
  #changed() {
    const { problem, phase } = this.#results;
    this.#waitFor(phase === "asking");
    clearTimeout(this.#timers.again);
    if (problem && goesOn(problem)) {
      const seconds = Math.min(problem.retryAfter ?? againAfterSeconds, againAfterSecondsMax);
      this.#timers.again = setTimeout(() => this.#results.retry(), seconds * 1_000);
    }
    this.#render();
    if (phase === "found") this.#learnAuthors();
    this.#watch();
    this.#catchUp();
  }

  /// Someone who has left may have said it.
  async #learnAuthors() {
    const authors = new Set(this.#results.items.map(({ message }) => message.user_id));
    const missing = [...authors].filter((id) => !this.#chat.people.knows(id) && !this.#asked.has(id));
    if (!missing.length) return;
    for (const id of missing) this.#asked.add(id);
    try {
      const { users } = await api.users({ ids: missing.join(",") });
      if (this.#chat.people.learn(users) && !this.#signal.aborted) this.#render();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      for (const id of missing) this.#asked.delete(id);
    }
  }

  /// A button that is in sight already is told of anew.
  #watch() {
    this.#watcher.unobserve(this.#more);
    if (!this.#more.hidden) this.#watcher.observe(this.#more);
  }

  /// The place is kept, to come back to; the day of a room is opened, but was not found.
  #open(message, isDay = false) {
    if (!isDay) this.#session.openedId = message.id;
    if (this.#results.question) this.#recent.note(this.#search, this.#session.number);
    this.#opened = `#/room/${message.room_id}/message/${message.seq}`;
    if (isDay) location.hash = this.#opened;
  }

  // Drawing

  #render() {
    if (this.#signal.aborted) return;
    const search = nowCalled(this.#chat, this.#search);
    const results = this.#results;
    this.#filters.render(search, this.#session.areDaysOpen);
    this.#days.render(search, this.#session.areDaysOpen);
    const q = results.question?.parameters.q ?? "";
    const isOld = results.phase === "asking";
    this.#list.root.classList.toggle("old", isOld && this.#isSlow > 0);
    this.#list.root.setAttribute("aria-busy", String(isOld));
    if (!isOld) this.#list.render(results.items, q, { isOneRoom: Boolean(results.question?.parameters.room_id) });
    if (!results.question) this.#list.render([], "");
    const surroundings = {
      search, results, wordless: this.#wordless, unknown: this.#unknown.filter(({ value }) => !this.#lookedFor.has(value)), isSlow: this.#isSlow, recent: this.#recent, chat: this.#chat,
      isTyping: Boolean(this.#field.text.trim()), onSearch: (change) => this.#searchFor(change),
      onForgotten: (index) => this.#forgotten(index),
      onWay: (text, caret) => this.#begin(text, caret),
    };
    const places = hasFilters(search) || this.#unknown.length ? [] : placesOf(this.#chat, search.text, ({ message }) => this.#toast.say(message));
    const state = stateOf(surroundings);
    fillAnew(this.#places, places);
    fillAnew(this.#state, state);
    show(this.#state, state.length > 0);
    setText(this.#status, stateText(surroundings));
    this.#status.classList.toggle("visually-hidden", !results.items.length);
    this.#renderEnd();
  }

  #renderEnd() {
    const { phase, items, hasMore, isFull, isAskingMore, problem } = this.#results;
    const isThere = phase === "found" && items.length > 0;
    show(this.#more, isThere && hasMore && !isFull);
    setText(this.#more, problem ? words.tryAgain : isAskingMore ? words.loading : words.moreResults);
    const said = problem ? problem.isUnreachable ? words.searchOffline : problem.message
      : !hasMore ? words.resultsEnd : isFull ? words.tooManyResults : "";
    show(this.#end, isThere && said !== "");
    setText(this.#end, said);
  }

  /// The focus goes to the next search, or to the field.
  #forgotten(index) {
    this.#render();
    const buttons = this.#state.querySelectorAll(".recent-entry .icon-button");
    (buttons[index] ?? buttons[buttons.length - 1] ?? this.#field.input).focus();
  }
}

/// Elements that say the same stay, with the focus in them.
function fillAnew(parent, nodes) {
  const isAlike = nodes.length === parent.childNodes.length && nodes.every((each, index) => each.isEqualNode(parent.childNodes[index]));
  if (!isAlike) parent.replaceChildren(...nodes);
}
