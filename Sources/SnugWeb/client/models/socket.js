// One connection to `/ws` that comes back by itself. It knows frames, not what they mean.

const shortestWaitMilliseconds = 1_000;
const longestWaitMilliseconds = 30_000;
/// After so long without a frame the server is asked for one: a browser is not told of its pings.
const quietMilliseconds = 30_000;
/// A connection that does not answer a question within this is taken for dead.
const answerWithinMilliseconds = 10_000;
/// The server says hello at once; a handshake that hangs is worth no longer wait.
const helloWithinMilliseconds = 12_000;
const sessionOver = 4401;

/// The wait before the next attempt, in milliseconds: between one second and a ceiling that doubles with each failed
/// one. When a server comes back, its clients must not come back all at once.
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(longestWaitMilliseconds, shortestWaitMilliseconds * 2 ** (attempt + 1));
  return shortestWaitMilliseconds + random() * (ceiling - shortestWaitMilliseconds);
}

export class Socket {
  #socket = null;
  #isOpen = false;
  #isStopped = true;
  #attempt = 0;
  #retryTimer = 0;
  #deadline = 0;
  #quietTimer = 0;
  #listeners = new AbortController();
  /// Functions to call with true once the server has answered, with false when the connection is lost.
  #asking = [];
  #onFrame;
  #onOpen;
  #onClose;

  /// `onOpen(hello)`; `onClose({isOver, wasOpen, reason})`.
  constructor({ onFrame, onOpen, onClose }) {
    this.#onFrame = onFrame;
    this.#onOpen = onOpen;
    this.#onClose = onClose;
  }

  get isOpen() {
    return this.#isOpen;
  }

  start() {
    this.#isStopped = false;
    const { signal } = this.#listeners;
    addEventListener("online", () => this.#wake(), { signal });
    addEventListener("offline", () => this.drop(), { signal });
    addEventListener("pageshow", () => this.#wake(), { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#wake();
    }, { signal });
    this.#connect();
  }

  stop() {
    this.#isStopped = true;
    this.#listeners.abort();
    clearTimeout(this.#retryTimer);
    this.drop();
  }

  /// Gives true if the frame was handed to an open connection; only an answer says that it arrived.
  send(frame) {
    if (!this.#isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  retryNow() {
    if (this.#isStopped || this.#socket) return;
    clearTimeout(this.#retryTimer);
    this.#attempt = 0;
    this.#connect();
  }

  /// A promise of true once the server has answered on this connection, of false when that is lost.
  confirm() {
    if (!this.#isOpen) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#asking.push(resolve);
      this.#ask();
    });
  }

  /// Asks whether the other side is still there.
  #ask() {
    clearTimeout(this.#quietTimer);
    this.send({ type: "ping" });
    this.#expectFrame(answerWithinMilliseconds);
  }

  /// Any frame is an answer; without one the connection is given up.
  #expectFrame(within) {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.drop(), within);
  }

  /// Gives the connection up without waiting for the other side, which may be gone.
  drop() {
    const socket = this.#socket;
    if (!socket) return;
    this.#closed(socket, 0);
    socket.close();
  }

  #wake() {
    if (this.#isOpen) this.#ask();
    else this.retryNow();
  }

  #connect() {
    const url = new URL("/ws", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener("message", (event) => this.#received(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code, event.reason));
    this.#expectFrame(helloWithinMilliseconds);
  }

  #received(socket, data) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#deadline);
    clearTimeout(this.#quietTimer);
    this.#quietTimer = setTimeout(() => this.#ask(), quietMilliseconds);
    const frame = JSON.parse(data);
    if (frame.type === "pong") return this.#answerAll(true);
    if (frame.type === "hello") {
      this.#isOpen = true;
      this.#attempt = 0;
      this.#onOpen(frame);
    } else {
      this.#onFrame(frame);
    }
  }

  #closed(socket, code, reason) {
    if (socket !== this.#socket) return;
    const wasOpen = this.#isOpen;
    this.#socket = null;
    this.#isOpen = false;
    clearTimeout(this.#deadline);
    clearTimeout(this.#quietTimer);
    this.#answerAll(false);
    if (!this.#isStopped) this.#retryTimer = setTimeout(() => this.#connect(), backoff(this.#attempt++));
    this.#onClose({ isOver: code === sessionOver, wasOpen, reason });
  }

  #answerAll(isThere) {
    for (const answer of this.#asking.splice(0)) answer(isThere);
  }
}
