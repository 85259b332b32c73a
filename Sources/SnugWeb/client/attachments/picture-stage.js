// The stage of the viewer: a picture that wheel, fingers and keys enlarge and move.
import { el } from "../ui/dom.js";
import { fitted, panned, resized, swiped, tapped, whole, zoomed, zoomStep } from "./picture-view.js";

/// A key moves an enlarged picture by so much.
const panPixels = 80;
/// A finger, or a mouse, that has hardly moved was a tap.
const tapPixels = 10;
const twiceWithinMilliseconds = 320;
const twiceWithinPixels = 40;
const wheelPerPixel = 0.0022;
const pixelsPerLine = 16;
const zoomNearest = 7.99;

export class PictureStage {
  root;
  #options;
  #view = whole;
  #content = null;
  /// Of the picture, as it is; null for what is no picture.
  #size = null;
  #pointers = new Map();
  /// The finger that is alone: `{x, y, at}` where it came, and whether it has gone its way.
  #start = null;
  #drag = { x: 0, y: 0 };
  #lastTap = null;
  #resizes = new ResizeObserver(() => this.#fit());

  /// `onSwiped(step)`, `onClosed()`, `onZoomed({isWhole, isNearest})`.
  constructor(options) {
    this.#options = options;
    this.root = el("div", {
      class: "viewer-stage", role: "group", "aria-label": options.label,
      onpointerdown: (event) => this.#down(event), onpointermove: (event) => this.#moved(event),
      onpointerup: (event) => this.#up(event), onpointercancel: (event) => this.#cancelled(event),
    });
    // A browser takes no listener of a wheel for one that stops it, unless it is told so.
    this.root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#resizes.observe(this.root);
  }

  get isWhole() { return this.#view.zoom === 1; }

  close() {
    this.#resizes.disconnect();
  }

  /// Shows an element in the place of the one before it; null is none. `isSame`: it is the same picture, and stays
  /// enlarged.
  show(content, size, { isSame = false } = {}) {
    this.#content = content;
    this.#size = content && size;
    if (!isSame) this.#view = whole;
    this.root.replaceChildren(...content ? [content] : []);
    this.#fit();
  }

  zoomIn() { this.#set(zoomed(this.#view, zoomStep, this.#sizes), true); }
  zoomOut() { this.#set(zoomed(this.#view, 1 / zoomStep, this.#sizes), true); }
  showWhole() { this.#set(whole, true); }
  pan(right, down) { this.#set(panned(this.#view, -right * panPixels, -down * panPixels, this.#sizes), true); }

  get #stage() { return { width: this.root.clientWidth, height: this.root.clientHeight }; }
  get #sizes() { return { picture: fitted(this.#size ?? { width: 1, height: 1 }, this.#stage), stage: this.#stage }; }

  #fit() {
    if (this.#size) {
      const { width, height } = this.#sizes.picture;
      this.#content.style.width = `${width}px`;
      this.#content.style.height = `${height}px`;
    }
    this.#set(resized(this.#view, this.#sizes));
  }

  #set(view, isSmooth = false) {
    this.#view = view;
    this.#draw(isSmooth);
    this.#options.onZoomed({ isWhole: view.zoom === 1, isNearest: view.zoom > zoomNearest });
  }

  #draw(isSmooth) {
    if (!this.#size || !this.#content) return;
    const { zoom, x, y } = this.#view;
    this.#content.classList.toggle("smooth", isSmooth);
    this.root.classList.toggle("enlarged", zoom > 1);
    this.#content.style.transform = `translate(${x + this.#drag.x}px, ${y + this.#drag.y}px) scale(${zoom})`;
  }

  #point({ clientX, clientY }) {
    const { left, top, width, height } = this.root.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * pixelsPerLine : event.deltaY;
    // Two fingers on a touch pad come as a wheel with Ctrl, in small steps.
    this.#set(zoomed(this.#view, Math.exp(-pixels * wheelPerPixel * (event.ctrlKey ? 4 : 1)), this.#sizes, this.#point(event)));
  }

  #down(event) {
    if (event.button !== 0 || event.target.closest("button, a")) return;
    this.root.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#point(event));
    this.#start = this.#pointers.size === 1 ? { ...this.#point(event), at: event.timeStamp, isTap: true, isOnPicture: event.target === this.#content } : null;
    this.#drag = { x: 0, y: 0 };
  }

  #moved(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before || !this.#size) return;
    const point = this.#point(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, point);
    if (other) return this.#pinched(before, point, other);
    if (!this.#start) return;
    const [right, down] = [point.x - this.#start.x, point.y - this.#start.y];
    if (Math.hypot(right, down) > tapPixels) this.#start.isTap = false;
    if (this.#view.zoom > 1) return this.#set(panned(this.#view, point.x - before.x, point.y - before.y, this.#sizes));
    if (event.pointerType === "mouse" || this.#start.isTap) return;
    this.#drag = Math.abs(right) > Math.abs(down) ? { x: right, y: 0 } : { x: 0, y: Math.max(0, down) };
    this.#draw(false);
  }

  /// One of two fingers has moved: what lies between them stays between them.
  #pinched(before, point, other) {
    const length = (from) => Math.max(1, Math.hypot(from.x - other.x, from.y - other.y));
    const middle = { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 };
    const near = zoomed(this.#view, length(point) / length(before), this.#sizes, middle);
    this.#set(panned(near, (point.x - before.x) / 2, (point.y - before.y) / 2, this.#sizes));
  }

  #up(event) {
    if (!this.#pointers.delete(event.pointerId)) return;
    const start = this.#start;
    this.#start = null;
    this.#drag = { x: 0, y: 0 };
    this.#draw(true);
    if (!start) return;
    const point = this.#point(event);
    if (start.isTap) return this.#tapped(event, point, start.isOnPicture);
    if (event.pointerType === "mouse" || this.#view.zoom > 1) return;
    const wish = swiped({
      right: point.x - start.x, down: point.y - start.y, milliseconds: Math.max(1, event.timeStamp - start.at),
      isRightToLeft: document.documentElement.dir === "rtl",
    });
    if (wish === "close") this.#options.onClosed();
    else if (wish) this.#options.onSwiped(wish === "next" ? 1 : -1);
  }

  /// A click beside the picture closes it, as one beside a dialog does.
  #tapped(event, point, isOnPicture) {
    if (event.pointerType === "mouse" && !isOnPicture && this.#size) return this.#options.onClosed();
    const last = this.#lastTap;
    const isSecond = last && event.timeStamp - last.at < twiceWithinMilliseconds && Math.hypot(point.x - last.x, point.y - last.y) < twiceWithinPixels;
    this.#lastTap = isSecond ? null : { ...point, at: event.timeStamp };
    if (isSecond) this.#set(tapped(this.#view, this.#sizes, point), true);
  }

  #cancelled(event) {
    this.#pointers.delete(event.pointerId);
    this.#start = null;
    this.#drag = { x: 0, y: 0 };
    this.#draw(true);
  }
}
