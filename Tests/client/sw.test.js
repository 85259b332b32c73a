import assert from "node:assert/strict";
import { describe, it } from "node:test";
import vm from "node:vm";
import { cachesHolding } from "./caches.js";
import { source } from "./sources.js";

/// The service worker among these pages, `{name, path, isShy, isOld}`, and notifications that stand already. `hear(type,
/// members)` lets an event of that type happen; `done` has all that it did, `shown` the notifications.
function worker({ pages = [], shown = [], language = "en-GB", answers = {}, badge = true, caches = cachesHolding(), now = () => 0 } = {}) {
  const done = [];
  const listeners = {};
  const clients = {
    matchAll: async () => pages.map(({ name, path = "/", isShy = false, isOld = false }) => ({
      url: `https://snug.test${path}`,
      async focus() {
        if (isShy) throw new DOMException("Not allowed", "InvalidAccessError");
        done.push(`focus ${name}`);
      },
      postMessage({ open, isCounted }, [port] = []) {
        if (isCounted) done.push(`${name} counts`);
        if (!open || isOld) return;
        done.push(`${name} opens ${open}`);
        port.postMessage(true);
      },
      navigate: async (address) => done.push(`${name} to ${address}`),
    })),
    openWindow: async (address) => done.push(`open ${address}`),
  };
  const registration = {
    getNotifications: async ({ tag } = {}) => shown.filter((each) => tag === undefined || each.tag === tag),
    async showNotification(title, options) {
      const old = shown.findIndex(({ tag }) => tag === options.tag);
      shown.splice(old < 0 ? shown.length : old, old < 0 ? 0 : 1, { title, ...options });
    },
    pushManager: {
      async subscribe({ userVisibleOnly, applicationServerKey }) {
        assert.equal(userVisibleOnly, true);
        return subscription(`made for ${applicationServerKey}`, done);
      },
    },
  };
  vm.runInNewContext(source("sw.js"), {
    clients, registration, caches, URL, Response, console, Date: { now }, MessageChannel: Channel, setTimeout: (work) => setImmediate(() => setImmediate(work)),
    navigator: { language, ...badge && { setAppBadge: async (count) => done.push(`badge ${count}`) } },
    addEventListener: (type, work) => { listeners[type] = work; },
    async fetch(path, { method = "GET", body } = {}) {
      done.push(`${method} ${path} ${body ?? ""}`.trim());
      const { status = 200, ...answer } = answers[path] ?? {};
      return { status, json: async () => answer };
    },
  });
  async function hear(type, members) {
    let waiting;
    listeners[type]({ ...members, waitUntil: (work) => { waiting = work; } });
    await waiting;
    return done;
  }
  return { hear, done, shown };
}

/// Two ports in one, which leave nothing open behind.
class Channel {
  port1 = {};
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
}

const subscription = (endpoint, done) => ({
  toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
  unsubscribe: async () => done.push("unsubscribe"),
});

const text = (words) => ({ data: { json: () => JSON.parse(words) } });
const push = (words) => text(JSON.stringify({ room_id: 7, seq: 3, epoch: "now", title: "Attic", body: "Ben: Hello?", url: "/#/room/7", unread: 2, ...words }));

describe("a notification that is pressed", () => {
  const press = (data, pages = []) =>
    worker({ pages }).hear("notificationclick", { notification: { data, close() {} } });

  it("brings the page to the front, which goes to its room by itself", async () => {
    const pages = [{ name: "first" }, { name: "second" }];
    assert.deepEqual(await press({ url: "/#/room/7" }, pages), ["focus first", "first opens /#/room/7"]);
  });

  it("leaves a page alone at which an account is being made", async () => {
    const pages = [{ name: "invited", path: "/invite#token" }, { name: "signed in", path: "/#/" }];
    assert.deepEqual(await press({ url: "/#/room/7" }, pages), ["focus signed in", "signed in opens /#/room/7"]);
  });

  for (const path of ["/invite#token", "/login", "/setup"])
    it(`opens a page beside one that is alone at ${path}`, async () => {
      assert.deepEqual(await press({ url: "/#/room/7" }, [{ name: "door", path }]), ["open /#/room/7"]);
    });

  it("goes to its room where the page does not come to the front", async () => {
    assert.deepEqual(await press({ url: "/#/room/7" }, [{ name: "first", isShy: true }]), ["first opens /#/room/7"]);
  });

  it("leads a page that does not know the word to its room", async () => {
    assert.deepEqual(await press({ url: "/#/room/7" }, [{ name: "old", isOld: true }]), ["focus old", "old to /#/room/7"]);
  });

  it("opens the page where there is none", async () => {
    assert.deepEqual(await press({ url: "/#/room/7" }), ["open /#/room/7"]);
    assert.deepEqual(await press(null), ["open /"]);
  });

  it("is understood as earlier versions of the page have shown it", async () => {
    assert.deepEqual(await press("/#/room/7"), ["open /#/room/7"]);
  });

  it("is closed", async () => {
    let isClosed = false;
    await worker().hear("notificationclick", { notification: { data: null, close: () => { isClosed = true; } } });
    assert.ok(isClosed);
  });
});

describe("a push", () => {
  it("is shown with the words that came, one for each room", async () => {
    const { hear, shown } = worker();
    await hear("push", push());
    await hear("push", push({ seq: 4, body: "Ben: Anyone?" }));
    await hear("push", push({ room_id: 8, url: "/#/room/8", title: "Cellar" }));
    assert.deepEqual(shown.map(({ title, body, tag, renotify, silent, data }) => ({ title, body, tag, renotify, silent, ...data })), [
      { title: "Attic", body: "Ben: Anyone?", tag: "room-7", renotify: true, silent: false, url: "/#/room/7", seq: 4, epoch: "now", unread: 2 },
      { title: "Cellar", body: "Ben: Hello?", tag: "room-8", renotify: true, silent: false, url: "/#/room/8", seq: 3, epoch: "now", unread: 2 },
    ]);
  });

  it("makes no sound where a page has told of the message, and takes no later words back", async () => {
    const { hear, shown } = worker({ shown: [{ tag: "room-7", title: "Attic", body: "Ben: Later", data: { url: "/#/room/7", seq: 4, epoch: "now" } }] });
    await hear("push", push());
    assert.deepEqual(shown.map(({ body, renotify, silent, data }) => ({ body, renotify, silent, seq: data.seq })),
      [{ body: "Ben: Later", renotify: false, silent: true, seq: 4 }]);
    await hear("push", push({ seq: 5, body: "Ben: Latest" }));
    assert.deepEqual(shown.map(({ body, renotify, silent }) => ({ body, renotify, silent })),
      [{ body: "Ben: Latest", renotify: true, silent: false }]);
  });

  it("is news where a later message of another log stands: the server was put back to an earlier state", async () => {
    const { hear, shown } = worker({ shown: [{ tag: "room-7", title: "Attic", body: "Ben: Before", data: { url: "/#/room/7", seq: 100, epoch: "before" } }] });
    await hear("push", push());
    assert.deepEqual(shown.map(({ body, renotify, silent, data }) => ({ body, renotify, silent, seq: data.seq, epoch: data.epoch })),
      [{ body: "Ben: Hello?", renotify: true, silent: false, seq: 3, epoch: "now" }]);
  });

  describe("about a message whose notification was put away", () => {
    const sounds = ({ shown }) => shown.map(({ renotify, silent }) => ({ renotify, silent }));
    const caches = cachesHolding();

    it("makes no sound, also where the browser has ended the worker meanwhile, and does about the next", async () => {
      await worker({ caches }).hear("notificationclose", { notification: { tag: "room-7", data: { url: "/#/room/7", seq: 3, epoch: "now" } } });
      const { hear, shown } = worker({ caches });
      await hear("push", push());
      assert.deepEqual(sounds({ shown }), [{ renotify: false, silent: true }]);
      await hear("push", push({ seq: 4 }));
      assert.deepEqual(sounds({ shown }), [{ renotify: true, silent: false }]);
    });

    it("is heard where the server counts anew", async () => {
      const { hear, shown } = worker({ caches });
      await hear("push", push({ seq: 2, epoch: "anew" }));
      assert.deepEqual(sounds({ shown }), [{ renotify: true, silent: false }]);
    });

    it("is heard an hour later, when it is hardly the same", async () => {
      const { hear, shown } = worker({ caches, now: () => 3_600_000 });
      await hear("push", push());
      assert.deepEqual(sounds({ shown }), [{ renotify: true, silent: false }]);
    });
  });

  it("makes no sound where none is wanted", async () => {
    const { hear, shown } = worker({ caches: cachesHolding({ pushes: { "/pushes/silent": "true" } }) });
    await hear("push", push());
    await hear("push", push({ room_id: null, seq: null, url: "/#/settings", unread: 0 }));
    assert.deepEqual(shown.map(({ tag, renotify, silent }) => ({ tag, renotify, silent })),
      [{ tag: "room-7", renotify: true, silent: true }, { tag: "test", renotify: true, silent: true }]);
  });

  it("is shown with a sound where the browser keeps no notes", async () => {
    const { hear, shown } = worker({ caches: { match: async () => { throw new DOMException("No", "SecurityError"); } } });
    await hear("push", push());
    assert.equal(shown[0].silent, false);
  });

  it("that is a test leads to the settings and is no room's", async () => {
    const { hear, shown, done } = worker();
    await hear("push", push({ room_id: null, seq: null, url: "/#/settings", unread: 0 }));
    assert.deepEqual([shown[0].tag, shown[0].data.url, shown[0].renotify], ["test", "/#/settings", true]);
    assert.deepEqual(done, ["badge 0"]);
  });

  it("that is a test is heard each time", async () => {
    const { hear, shown } = worker();
    const test = push({ room_id: null, seq: null, url: "/#/settings", unread: 0 });
    await hear("push", test);
    await hear("push", test);
    assert.deepEqual(shown.map(({ tag, renotify, silent }) => ({ tag, renotify, silent })), [{ tag: "test", renotify: true, silent: false }]);
  });

  for (const [how, members] of [
    ["that is empty", { data: null }], ["that is no JSON", text("What?")], ["that is null", text("null")],
    ["without words", text("{}")], ["whose words are none", push({ title: 7 })],
  ])
    it(`${how} is shown all the same, in general words`, async () => {
      const { hear, shown } = worker();
      await hear("push", members);
      assert.deepEqual(shown.map(({ title, data }) => [title, data.url]), [["New message", "/"]]);
      const german = worker({ language: "de-AT" });
      await german.hear("push", members);
      assert.equal(german.shown[0].title, "Neue Nachricht");
    });

  it("is shown where the browser does not tell what stands already", async () => {
    const { hear, shown } = worker({ badge: false });
    await hear("push", push());
    assert.equal(shown.length, 1);
  });

  it("counts on the icon what is unread in the rooms that are shown, and lets pages count anew", async () => {
    const { hear, done } = worker({ pages: [{ name: "page" }] });
    await hear("push", push());
    await hear("push", push({ room_id: 8, unread: 3 }));
    assert.deepEqual(done, ["badge 2", "page counts", "badge 5", "page counts"]);
  });
});

describe("a subscription that the browser gives up", () => {
  const asked = "GET /api/v1/me/push";
  const saved = (endpoint) => `POST /api/v1/me/push {"endpoint":"${endpoint}","keys":{"p256dh":"p","auth":"a"}}`;

  it("is replaced by one for the server's key, of which the server is told", async () => {
    const { hear } = worker({ answers: { "/api/v1/site": { push_key: "key" } } });
    assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: null }),
      [asked, "GET /api/v1/site", saved("made for key")]);
  });

  it("may have been replaced by the browser", async () => {
    const { hear, done } = worker();
    assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: subscription("its own", done) }), [asked, saved("its own")]);
  });

  it("has no successor where it was ended on another device", async () => {
    const { hear, done } = worker({ answers: { "/api/v1/me/push": { subscriptions: [], ended: true } } });
    assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: null }), [asked]);
    done.length = 0;
    assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: subscription("its own", done) }), [asked, "unsubscribe"]);
  });

  it("has no successor where nobody is signed in any more", async () => {
    const { hear, done } = worker({ answers: { "/api/v1/me/push": { status: 401 } } });
    assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: subscription("its own", done) }),
      [asked, saved("its own"), "unsubscribe"]);
  });

  for (const status of [408, 425, 429, 503])
    it(`keeps its successor where the server answers ${status}, which passes`, async () => {
      const { hear, done } = worker({ answers: { "/api/v1/me/push": { status } } });
      assert.deepEqual(await hear("pushsubscriptionchange", { newSubscription: subscription("its own", done) }), [asked, saved("its own")]);
    });
});
