// The pushes to this browser: turned on at a press, mended when a page starts, turned off at another press, here or on
// another device. The subscription is the browser's own; the server knows where it leads, and forgets it with the
// session.
import { pushes } from "../calls/pushes.js";
import { api } from "../models/api.js";
import { textOf } from "../models/webauthn.js";
import { preferences } from "../text/preferences.js";
import { noteSound } from "./push-sound.js";

/// A browser that does not reach its push service may say nothing for ever.
const answerMillisecondsMax = 30_000;

/// `reason` is "off", by the server; "denied", by the browser's settings; "late" or "refused", by its push service;
/// "stays", of a subscription that the browser has not given up in time.
export class PushRefusal extends Error {
  constructor(reason, cause) {
    super(`No pushes: ${reason}`, { cause });
    this.reason = reason;
  }
}

/// An installed page on an iPhone or iPad can, one in its browser cannot.
export const canPush = () => Boolean(globalThis.PushManager && globalThis.navigator?.serviceWorker);

export class BrowserPush {
  #registration;
  #server;
  #kept;
  #isAllowed;
  #noteSound;
  #answerMillisecondsMax;
  #isMended = false;

  /// `registration()` gives the service worker's once that runs; `server` has the calls, and `site()`; `isAllowed()`
  /// is true while the browser may show notifications without asking; `noteSound()` has the worker know if they sound.
  constructor({ registration, server, kept, isAllowed, noteSound, within = answerMillisecondsMax }) {
    this.#registration = registration;
    this.#server = server;
    this.#kept = kept;
    this.#isAllowed = isAllowed;
    this.#noteSound = noteSound;
    this.#answerMillisecondsMax = within;
  }

  /// True where its person wants them here.
  get isOn() {
    return this.#kept.get("push") === "on";
  }

  /// - Throws: PushRefusal, or a Problem of the server's.
  turnOn() {
    return inTurn(async () => {
      await this.#subscribe();
      this.#kept.set("push", "on");
    });
  }

  /// The browser gives its subscription up, and the server forgets it: each of them even where the other cannot, for
  /// either is enough that no push comes any more.
  /// - Throws: a Problem, where the server has not; else PushRefusal, where the browser has not
  turnOff() {
    return inTurn(async () => {
      this.#kept.set("push", "off");
      const halves = await Promise.allSettled([this.#end(), this.#answer(this.#unsubscribe(), "stays")]);
      const failed = halves.find(({ status }) => status === "rejected");
      if (failed) throw failed.reason;
    });
  }

  async #unsubscribe() {
    const { pushManager } = await this.#registration();
    await (await pushManager.getSubscription())?.unsubscribe();
  }

  async #end() {
    const { subscriptions } = await this.#server.list();
    for (const { id } of subscriptions.filter(({ current }) => current)) await this.#server.end(id);
  }

  /// The browser may have lost its subscription since, and the server may have forgotten it, or sign with another key:
  /// pushes that are on come again, unless they were ended on another device.
  /// - Throws: as `turnOn`
  mend() {
    return inTurn(async () => {
      if (!this.isOn || !this.#isAllowed()) return;
      const { ended } = await this.#server.list();
      if (!ended) return this.#subscribe();
      this.#kept.set("push", "off");
      await this.#answer(this.#unsubscribe(), "stays");
    });
  }

  /// The same until it was done once, for a page that has come to be connected; the settings tell why it cannot be.
  async mendOnce() {
    if (this.#isMended) return;
    try {
      await this.mend();
      this.#isMended = true;
    } catch (refusal) {
      console.warn("No pushes come here", refusal);
    }
  }

  async #subscribe() {
    const { push_key: key } = await this.#server.site();
    if (!key) throw new PushRefusal("off");
    const { pushManager } = await this.#answer(this.#registration());
    const subscription = await this.#answer(this.#subscription(pushManager, key));
    const { endpoint, keys } = subscription.toJSON();
    try {
      await this.#server.subscribe({ endpoint, keys });
    } catch (problem) {
      // One that nobody pushes to is of no use.
      if (problem.isPassing === false) await subscription.unsubscribe();
      throw problem;
    }
    // Notes from before may have gone with another account.
    await this.#noteSound();
  }

  /// That which the browser has, if it is for this key, else a new one.
  async #subscription(pushManager, key) {
    const known = await pushManager.getSubscription();
    if (known && !isFor(known, key)) await known.unsubscribe();
    else if (known) return known;
    try {
      return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    } catch (error) {
      throw new PushRefusal(error.name === "NotAllowedError" ? "denied" : "refused", error);
    }
  }

  #answer(work, reason = "late") {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new PushRefusal(reason)), this.#answerMillisecondsMax);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
}

/// A browser that does not tell the key of a subscription is believed.
function isFor({ options }, key) {
  return !options?.applicationServerKey || textOf(options.applicationServerKey) === key;
}

/// The tabs of a browser have one subscription.
const inTurn = (work) => globalThis.navigator?.locks ? navigator.locks.request("push", work) : work();

export const browserPush = new BrowserPush({
  registration: () => navigator.serviceWorker.ready,
  server: { ...pushes, site: api.site },
  kept: preferences,
  isAllowed: () => globalThis.Notification?.permission === "granted",
  noteSound,
});
