// The messages of a room, scrolled: at the end it follows, elsewhere the reader's row stands still.
import { el, icon, reconcile, setText, show } from "./dom.js";
import { fillRow, fingerprint } from "./message-row.js";
import { days, lastSeq } from "./timeline.js";
import { dayKey, dayLabel } from "./time.js";
import { words } from "./words.js";

/// Within this of the end, new messages are followed.
const followWithinPixels = 100;
/// History is fetched when its edge comes this near.
const fetchWithinPixels = 600;

export class TimelineView {
  #options;
  #list = el("ol", { class: "days" });
  #top = el("p", { class: "history-edge", role: "status" });
  #hollow = el("div", { class: "hollow", hidden: true }, el("h2", {}, words.emptyRoomTitle), el("p", {}, words.emptyRoom));
  #pill;
  #scroller;
  #prints = new WeakMap();
  #shown = null;
  #isFollowing = true;
  #isFetching = false;
  #seenSeq = 0;
  #resizes = new ResizeObserver(() => this.#isFollowing && this.#toEnd());

  /// `options`: `label`, `isDirect`, `nameOf(userId)`, `onOlder()` (a promise), `onRetry(clientId)`,
  /// `onDiscard(clientId)`, `onEnd()` when the end was reached.
  constructor(options) {
    this.#options = options;
    this.#pill = el("button", {
      type: "button", class: "pill", hidden: true, "aria-label": words.newPillLabel,
      onclick: () => this.#glideToEnd(),
    }, icon("down"), el("span"));
    this.#scroller = el("div", {
      class: "timeline", tabindex: "0", role: "region", "aria-label": options.label,
      onscroll: () => this.#scrolled(),
    }, el("div", { class: "timeline-inner" }, this.#top, this.#hollow, this.#list));
    this.root = el("div", { class: "timeline-frame" }, this.#scroller, this.#pill);
    this.#resizes.observe(this.#scroller);
  }

  get isFollowing() {
    return this.#isFollowing;
  }

  close() {
    this.#resizes.disconnect();
  }

  /// The next render goes to the end: one's own message was just posted.
  follow() {
    this.#isFollowing = true;
  }

  render(timeline) {
    const isFirst = !this.#shown?.loaded && timeline.loaded;
    const hadOlder = this.#shown && this.#shown.messages[0]?.seq > timeline.messages[0]?.seq;
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#shown = timeline;
    this.#renderRows(timeline);
    if (isFirst) this.#toStart();
    else if (this.#isFollowing) this.#toEnd();
    else if (hadOlder) this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    this.#updatePill();
    this.#fetchIfNear();
  }

  #renderRows(timeline) {
    const now = Date.now();
    const isEmpty = timeline.loaded && !timeline.messages.length && !timeline.outgoing.length;
    show(this.#hollow, isEmpty);
    show(this.#top, !isEmpty);
    if (!this.#isFetching) setText(this.#top, timeline.loaded && !timeline.hasOlder ? words.beginning : words.loading);
    reconcile(this.#list, days(timeline, dayKey), {
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

  #renderRow(item, row) {
    const { nameOf, isDirect, onRetry, onDiscard } = this.#options;
    const name = nameOf(row.userId);
    const print = fingerprint(row, name);
    if (this.#prints.get(item) === print) return;
    this.#prints.set(item, print);
    fillRow(item, row, {
      name, isDirect, onRetry: () => onRetry(row.clientId), onDiscard: () => onDiscard(row.clientId),
    });
  }

  // Scrolling

  /// On arrival: at the "New" line, with a little of what came before it, or at the end.
  #toStart() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    const line = this.#list.querySelector(".new-line");
    const top = line ? line.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top : 0;
    if (top < 0) this.#scroller.scrollTop += top - this.#scroller.clientHeight / 4;
    this.#isFollowing = this.#isAtEnd();
    if (this.#isFollowing) this.#reachedEnd();
    else this.#seenSeq = this.#shown.newAfter;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#reachedEnd();
  }

  #glideToEnd() {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: isCalm ? "instant" : "smooth" });
    this.#scroller.focus({ preventScroll: true });
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < followWithinPixels;
  }

  #scrolled() {
    this.#isFollowing = this.#isAtEnd();
    if (this.#isFollowing) this.#reachedEnd();
    this.#updatePill();
    this.#fetchIfNear();
  }

  #reachedEnd() {
    if (!this.#shown?.loaded) return;
    this.#seenSeq = lastSeq(this.#shown);
    this.#options.onEnd();
  }

  #updatePill() {
    show(this.#pill, !this.#isFollowing);
    const unseen = this.#shown?.loaded ? lastSeq(this.#shown) - this.#seenSeq : 0;
    setText(this.#pill.lastChild, words.newPill(unseen));
    this.#pill.classList.toggle("has-new", unseen > 0);
  }

  async #fetchIfNear() {
    if (this.#isFetching || !this.#shown?.loaded || !this.#shown.hasOlder) return;
    if (this.#scroller.scrollTop > fetchWithinPixels) return;
    this.#isFetching = true;
    setText(this.#top, words.loading);
    try {
      await this.#options.onOlder();
      this.#isFetching = false;
      this.#fetchIfNear();
    } catch (problem) {
      this.#isFetching = false;
      if (problem.status === undefined) throw problem;
      this.#top.replaceChildren(`${words.historyFailed} `,
        el("button", { type: "button", class: "link-button", onclick: () => this.#fetchIfNear() }, words.tryAgain));
    }
  }
}
