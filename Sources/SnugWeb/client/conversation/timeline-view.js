// The messages of a room, scrolled: at the end it follows, elsewhere the reader's row stands still.
import { common, isSame, Sight } from "../logs/sight.js";
import { days } from "../logs/timeline-rows.js";
import { isLookedAt, onAttention } from "./attention.js";
import { el, icon, reconcile, setText, show } from "../ui/dom.js";
import { dayKey, dayLabel } from "../ui/time.js";
import { isTouch, onLongPress } from "../ui/touch.js";
import { words } from "../words/words.js";
import { stepBetween } from "./day-steps.js";
import { fillRow, fingerprint } from "./message-row.js";

/// Within this of the end, new messages are followed.
const followWithinPixels = 100;
/// A browser that anchors the scroll itself does so in step with a scroll that is under way; but not at the very top.
const isAnchoredByBrowser = CSS.supports("overflow-anchor", "auto");
/// Rows that stood in sight for so long were seen.
const seenAfterMilliseconds = 1_000;
/// The label of a day lies on what is read; it fades when nothing has moved for so long.
const labelFadesAfterMilliseconds = 1_000;
/// History is fetched when its edge comes this near.
const fetchWithinPixels = 600;

export class TimelineView {
  #options;
  #list = el("ol", { class: "days" });
  #top = el("p", { class: "history-edge" });
  #seen = el("p", { class: "seen", hidden: true });
  #hollow = el("div", { class: "hollow", hidden: true }, el("h2", {}, words.emptyRoomTitle), el("p", {}, words.emptyRoom));
  /// Stands before the messages.
  #front = el("div", { class: "timeline-front" });
  #pill;
  #mentionPill;
  #scroller;
  #prints = new WeakMap();
  #rows = new WeakMap();
  /// The elements of long messages that their reader wants to see all of.
  #whole = new WeakSet();
  #shown = null;
  #days = [];
  #wanted = [];
  #frame = 0;
  #isAtEnd = true;
  /// The reader is on the way to the end.
  #isGliding = false;
  /// Its place when that was found out.
  #lastPlace = { top: 0, range: 0 };
  #isFetching = false;
  #sight = new Sight();
  #sightTimer = 0;
  #restTimer = 0;
  #restingLabel = null;
  #listening = new AbortController();
  #resizes = new ResizeObserver(() => this.isFollowing && this.#toEnd());

  /// `options`: `label`, `surroundings` and `actions` (see message-row.js), `newestSeq()`, `readSeq()`, `mentions()`
  /// (those that are unread), `seenText(timeline)`, `notices()`; `onMention()` leads to the next of them;
  /// `onTouched({list, rowOf, lastTouch})`: the rows have met a mouse, a finger or the focus for the first time;
  /// `onWatch({isFollowing, isVisible})`: whether the reader is at the end, and looks; `onSeen(seq)`:
  /// messages came into sight, and everything up to there is read; `onOlder()`, `onNewer()` and `onNewest()` fetch, and
  /// give promises, the last one of which says by itself why it failed.
  constructor(options) {
    this.#options = { ...options, actions: { ...options.actions, showAll: (item) => this.#showAll(item) } };
    this.#pill = el("button", {
      type: "button", class: "pill", hidden: true, "aria-label": words.newPillLabel, onclick: () => this.toNewest(),
    }, icon("down"), el("span"));
    this.#mentionPill = el("button", {
      type: "button", class: "pill has-new", hidden: true, "aria-label": words.nextMention, title: words.nextMention,
      onclick: () => options.onMention(),
    }, icon("at"));
    this.#scroller = el("div", {
      class: "timeline", tabindex: "0", role: "region", "aria-label": options.label,
      onscroll: () => this.#scrolled(),
      onscrollend: () => { this.#isGliding = false; },
    }, el("div", { class: "timeline-inner" }, this.#top, this.#hollow, this.#front, this.#list, this.#seen));
    this.root = el("div", { class: "timeline-frame" }, this.#scroller,
      el("div", { class: "pills" }, this.#mentionPill, this.#pill));
    onLongPress(this.#list, ".bubble, .reaction", (held, path) => {
      const item = path.find((each) => each.matches(".row"));
      const row = this.#rows.get(item);
      const anchor = held.isConnected ? held : item.querySelector(".bubble");
      if (!row?.seq || row.isDeleted || row.isRemoving) return;
      if (!held.matches(".reaction")) options.actions.menu(row, anchor);
      else if (row.reactions.length) options.actions.reactors(row, anchor);
    });
    this.#hearTouch();
    this.#list.addEventListener("click", ({ target }) => this.#tapped(target));
    this.#resizes.observe(this.#scroller);
    onAttention(() => this.#looked(), { signal: this.#listening.signal });
  }

  /// Acts that could not be fetched at the first touch are fetched at the next.
  #hearTouch() {
    const heard = new AbortController();
    let touch = null;
    const noted = (event) => {
      // A finger comes over a row before it comes down on it.
      if (event.type === "pointerover" && event.pointerType !== "mouse") return;
      const isFirst = !touch;
      const lifted = new AbortController();
      touch = { event, item: event.target.closest(".row[data-seq]"), lifted: lifted.signal };
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => lifted.abort(), { signal: lifted.signal });
      if (isFirst) fetched();
    };
    const fetched = async () => {
      try {
        await this.#options.onTouched({ list: this.#list, rowOf: (item) => this.#rowOf(item), lastTouch: () => touch });
        heard.abort();
      } catch {
        touch = null;
      }
    };
    for (const type of ["pointerover", "pointerdown", "focusin"])
      this.#list.addEventListener(type, noted, { signal: heard.signal });
  }

  get isFollowing() {
    return this.#isAtEnd && !this.#shown?.hasNewer;
  }

  /// True at the end, and on the way there, which a change would break off.
  get #isForEnd() {
    return this.isFollowing || this.#isGliding;
  }

  close() {
    this.#listening.abort();
    clearTimeout(this.#sightTimer);
    clearTimeout(this.#restTimer);
    this.#resizes.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  /// The next render goes to the end, where one's own message stands that is just being posted.
  follow() {
    this.#isAtEnd = true;
    this.#lastPlace = this.#place();
    if (this.#shown?.hasNewer) this.#fetchNewest();
  }

  toNewest() {
    this.#sight.wentToEnd();
    if (this.#shown?.hasNewer) this.#fetchNewest();
    else this.#glideToEnd();
  }

  /// Goes to the newest message; if that cannot be fetched, to the end of what is here.
  async #fetchNewest() {
    await this.#options.onNewest();
    this.#toEnd();
  }

  /// Shows a message that stands in the run: in the middle, lit up for a moment.
  jumpTo(seq) {
    if (this.#frame) this.#finishStep();
    const item = this.#list.querySelector(`[data-seq="${seq}"]`);
    if (!item) return;
    this.#isAtEnd = false;
    this.#isGliding = false;
    item.scrollIntoView({ block: "center", behavior: "instant" });
    item.classList.remove("flash");
    // Reading the height lets the light begin anew for one that is still lit.
    item.offsetHeight;
    item.classList.add("flash");
    this.focusRow(seq);
    this.#sight.led(this.#inSight(), this.#options.readSeq());
    this.#scrolled();
  }

  focusRow(seq) {
    const item = this.#list.querySelector(`[data-seq="${seq}"]`);
    if (item) focus(item);
  }

  /// The message grows downwards from where its reader is.
  #showAll(item) {
    this.#whole.add(item);
    this.#isAtEnd = false;
    this.#change(false, () => this.#renderRow(item, this.#rows.get(item)));
    focus(item);
    this.#scrolled();
  }

  #rowOf(node) {
    return this.#rows.get(node.closest(".row"));
  }

  /// Without a mouse that could rest on it, a row shows its time and the button to its menu when it is tapped.
  #tapped(target) {
    const person = target.closest("[data-person]")?.dataset.person;
    if (person) return this.#options.actions.person(Number(person));
    const item = isTouch() && !target.closest("a, button") && target.closest(".bubble")?.closest(".row[data-seq]");
    if (item) focus(item);
  }

  render(timeline) {
    const isFirst = !this.#shown?.loaded && timeline.loaded;
    this.#change(isFirst, () => {
      this.#shown = timeline;
      this.#renderRows(timeline);
    });
    this.renderPills();
    this.#fetchIfNear();
    this.#looked();
  }

  /// Changes the list: at the end it stays the end, elsewhere the reader's row stands still.
  #change(isFirst, work) {
    this.#hearScroll();
    const isAnchored = isAnchoredByBrowser && this.#scroller.scrollTop > 0;
    const anchor = isFirst || isAnchored || this.#isForEnd ? null : this.#anchor();
    work();
    if (isFirst) this.#toStart();
    else if (this.#isForEnd) this.#toEnd();
    else if (anchor?.item.isConnected) this.#scroller.scrollTop += bubbleTop(anchor.item) - anchor.top;
  }

  /// The row that the reader's eye rests on: the first in sight, whose bubble must not move.
  #anchor() {
    const top = this.#scroller.getBoundingClientRect().top;
    const item = [...this.#list.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > top);
    return item ? { item, top: bubbleTop(item) } : null;
  }

  /// Shows these elements before the messages; where nothing was said yet, from their beginning.
  setFront(...content) {
    if (!content.length && !this.#front.firstChild) return;
    this.#front.replaceChildren(...content);
    if (this.#shown) this.render(this.#shown);
    if (content.length && !this.#days.length) this.#scroller.scrollTop = 0;
  }

  #renderRows(timeline) {
    const isEmpty = timeline.loaded && !timeline.messages.length && !timeline.outgoing.length;
    show(this.#hollow, isEmpty && !this.#front.firstChild);
    show(this.#top, !isEmpty);
    if (!this.#isFetching) setText(this.#top, edgeText(timeline));
    this.#wanted = days({ ...timeline, notices: this.#options.notices() }, dayKey);
    if (!this.#frame) this.#step();
    this.#renderSeen();
  }

  /// Draws the days; of two steps, the second waits until the first has been painted.
  #step() {
    const step = stepBetween(this.#days, this.#wanted);
    this.#renderDays(step ?? this.#wanted);
    if (!step) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = requestAnimationFrame(() => this.#finishStep());
    });
  }

  #finishStep() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#change(false, () => this.#renderDays(this.#wanted));
  }

  #renderDays(wanted) {
    const now = Date.now();
    this.#days = wanted;
    reconcile(this.#list, wanted, {
      key: (day) => day.key,
      create: () => el("li", { class: "day" }, el("h2", { class: "day-label" }, el("span")), el("ol", { class: "day-rows" })),
      update: (item, day) => {
        setText(item.firstChild.firstChild, dayLabel(day.at, now));
        reconcile(item.lastChild, day.rows, {
          key: (row) => row.key,
          create: () => el("li"),
          update: (rowItem, row) => this.#renderRow(rowItem, row),
        });
      },
    });
  }

  renderSeen() {
    this.#change(false, () => this.#renderSeen());
  }

  #renderSeen() {
    const text = this.#shown && !this.#shown.hasNewer ? this.#options.seenText(this.#shown) : "";
    setText(this.#seen, text);
    show(this.#seen, text !== "");
  }

  #renderRow(item, drawn) {
    if (drawn.notice) {
      item.className = "notice-row";
      return setText(item, drawn.notice);
    }
    const { surroundings, actions } = this.#options;
    const row = { ...drawn, isWhole: this.#whole.has(item) };
    const print = fingerprint(row, surroundings);
    this.#rows.set(item, row);
    if (this.#prints.get(item) === print) return;
    this.#prints.set(item, print);
    keepingFocus(item, () => fillRow(item, row, surroundings, actions));
  }

  // Scrolling

  /// On arrival: at the "New" line, with a little of what came before it, or at the end.
  #toStart() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    const line = this.#list.querySelector(".new-line");
    const top = line ? line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top : 0;
    if (top < 0) this.#scroller.scrollTop += top - this.#scroller.clientHeight / 4;
    this.#measureEnd();
    this.#moved(false);
    this.#sight.anew();
    this.#looked();
  }

  #toEnd() {
    this.#isAtEnd = true;
    this.#isGliding = false;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastPlace = this.#place();
  }

  #glideToEnd() {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#isGliding = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: isCalm ? "instant" : "smooth" });
    this.#scroller.focus({ preventScroll: true });
  }

  /// The distance that it is scrolled by, and the greatest one.
  #place() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return { top: scrollTop, range: scrollHeight - clientHeight };
  }

  #measureEnd() {
    const before = this.#lastPlace.top;
    this.#lastPlace = this.#place();
    this.#isAtEnd = this.#lastPlace.range - this.#lastPlace.top < followWithinPixels;
    if (this.#isAtEnd || this.#lastPlace.top < before) this.#isGliding = false;
  }

  /// A browser tells of a scroll with the next frame: what is drawn before that must not undo it.
  #hearScroll() {
    const { top, range } = this.#place();
    if (range === this.#lastPlace.range && top < this.#lastPlace.top) this.#measureEnd();
  }

  #scrolled() {
    const wasAtEnd = this.#isAtEnd;
    this.#measureEnd();
    // News at the end moves the page too, but nobody looks for a day then.
    this.#moved(wasAtEnd && this.#isAtEnd);
    this.renderPills();
    this.#fetchIfNear();
    this.#looked();
  }

  #moved(isFollowing) {
    if (!isFollowing) this.#restOn(null);
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#restOn(this.#stuckLabel()), labelFadesAfterMilliseconds);
  }

  #restOn(label) {
    if (label === this.#restingLabel) return;
    this.#restingLabel?.classList.remove("resting");
    label?.classList.add("resting");
    this.#restingLabel = label;
  }

  /// The label that lies on the rows of its day, or null. Those of days above hang on at the end of theirs, unseen.
  #stuckLabel() {
    const top = (node) => node.getBoundingClientRect().top;
    const labels = [...this.#list.querySelectorAll(".day-label")];
    return labels.findLast((label) => top(label) > top(label.parentElement) + parseFloat(getComputedStyle(label).marginTop) + 1) ?? null;
  }

  // Sight

  /// The reader looks, or not any more, and what is in sight may be another row by now.
  #looked() {
    const isVisible = isLookedAt();
    this.#options.onWatch({ isFollowing: this.isFollowing, isVisible });
    if (!isVisible) {
      clearTimeout(this.#sightTimer);
      this.#sightTimer = 0;
    } else if (!this.#sightTimer && this.#shown?.loaded) {
      const before = this.#inSight();
      this.#sightTimer = setTimeout(() => {
        this.#sightTimer = 0;
        const now = this.#inSight();
        const stood = common(before, now);
        const seen = this.#sight.stood(stood, this.#options.readSeq());
        if (seen !== null) this.#options.onSeen(seen);
        if (!isSame(now, stood)) this.#looked();
      }, seenAfterMilliseconds);
    }
  }

  /// The numbers of the messages whose end is in sight, `{first, last}`, or null.
  #inSight() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const ends = [...this.#list.querySelectorAll(".row[data-seq]")].filter((row) => {
      const end = row.getBoundingClientRect().bottom;
      return end > top && end <= bottom + 1;
    });
    return ends.length ? { first: Number(ends[0].dataset.seq), last: Number(ends.at(-1).dataset.seq) } : null;
  }

  /// The number is that of the room in the list of rooms.
  renderPills() {
    show(this.#mentionPill, Boolean(this.#shown?.loaded) && this.#options.mentions() > 0);
    show(this.#pill, !this.isFollowing);
    const unseen = this.#shown?.loaded ? Math.max(0, this.#options.newestSeq() - this.#options.readSeq()) : 0;
    setText(this.#pill.lastChild, words.newPill(unseen));
    this.#pill.classList.toggle("has-new", unseen > 0);
  }

  #nearEdge() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    if (this.#shown.hasOlder && scrollTop < fetchWithinPixels) return this.#options.onOlder;
    if (this.#shown.hasNewer && scrollHeight - scrollTop - clientHeight < fetchWithinPixels) return this.#options.onNewer;
    return null;
  }

  async #fetchIfNear() {
    const fetch = !this.#isFetching && this.#shown?.loaded ? this.#nearEdge() : null;
    if (!fetch) return;
    this.#isFetching = true;
    setText(this.#top, words.loading);
    try {
      await fetch();
      this.#isFetching = false;
      this.#change(false, () => this.#renderRows(this.#shown));
      this.#fetchIfNear();
    } catch (problem) {
      this.#isFetching = false;
      if (problem.status === undefined) throw problem;
      this.#top.replaceChildren(el("span", { role: "alert" }, `${words.historyFailed} `),
        el("button", { type: "button", class: "link-button", onclick: () => this.#fetchIfNear() }, words.tryAgain));
    }
  }
}

/// The words above the oldest message; none where no page could be had.
function edgeText({ loaded, hasOlder, seeking }) {
  if (loaded && !hasOlder) return words.beginning;
  return loaded || seeking ? words.loading : "";
}

function focus(item) {
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}

/// The top of a row's bubble: the row may gain or lose lines above it.
const bubbleTop = (item) => item.querySelector(".bubble").getBoundingClientRect().top;

/// Draws `item` anew without losing the focus: the same element has it then, or the nearest to it.
function keepingFocus(item, work) {
  const focused = document.activeElement;
  const isWithin = focused !== item && item.contains(focused);
  const alike = isWithin ? item.getElementsByClassName(focused.classList[0] ?? "") : [];
  const index = [...alike].indexOf(focused);
  work();
  if (isWithin) (alike[index] ?? item.querySelector(".row-more"))?.focus({ preventScroll: true });
}
