import "./world.js";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BrowserPush, PushRefusal } from "../../Sources/SnugWeb/client/notices/browser-push.js";
import { Preferences } from "../../Sources/SnugWeb/client/text/preferences.js";
import { holding } from "./storage.js";

const first = Buffer.from("the first key").toString("base64url");
const second = Buffer.from("the second key").toString("base64url");

/// A browser and a server that know each other as they say. `browser.subscription` is what the browser has, `server.known`
/// the endpoints that the server pushes to.
function world({ isOn = false, isAllowed = true, key = first, refuse = null, within } = {}) {
  let made = 0;
  const browser = {
    subscription: null,
    asked: 0,
    pushManager: {
      getSubscription: async () => browser.subscription,
      async subscribe({ userVisibleOnly, applicationServerKey }) {
        browser.asked += 1;
        if (refuse) throw refuse;
        assert.equal(userVisibleOnly, true);
        const endpoint = `https://push.test/${++made}`;
        browser.subscription = {
          options: { applicationServerKey: Uint8Array.from(Buffer.from(applicationServerKey, "base64url")).buffer },
          toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
          async unsubscribe() { browser.subscription = null; },
        };
        return browser.subscription;
      },
    },
  };
  const server = {
    key,
    known: new Map(),
    problem: null,
    site: async () => ({ push_key: server.key }),
    async subscribe(given) {
      assert.deepEqual(Object.keys(given), ["endpoint", "keys"]);
      if (server.problem) throw server.problem;
      server.known.set(given.endpoint, { id: server.known.size + 1, current: true });
      server.ended = false;
    },
    ended: false,
    list: async () => ({ subscriptions: [...server.known.values(), { id: 99, current: false }], ended: server.ended }),
    async end(id) {
      for (const [endpoint, known] of server.known) if (known.id === id) server.known.delete(endpoint);
      assert.notEqual(id, 99, "another device's");
    },
  };
  const kept = new Preferences(holding(isOn ? { push: "on" } : {}));
  const registration = { find: async () => browser };
  const sounds = [];
  const push = new BrowserPush({
    registration: () => registration.find(), server, kept, isAllowed: () => isAllowed, within,
    noteSound: async () => sounds.push([...server.known.keys()]),
  });
  return { push, browser, server, registration, sounds, endpoints: () => [...server.known.keys()] };
}

const problem = (isPassing) => Object.assign(new Error("No"), { status: isPassing ? 503 : 422, isPassing });

describe("pushes to this browser", () => {
  it("are turned on with the server's key, and off for the browser and the server", async () => {
    const { push, browser, endpoints } = world();
    assert.equal(push.isOn, false);
    await push.turnOn();
    assert.equal(push.isOn, true);
    assert.deepEqual(endpoints(), ["https://push.test/1"]);
    await push.turnOff();
    assert.equal(push.isOn, false);
    assert.deepEqual([browser.subscription, endpoints()], [null, []]);
  });

  it("are off in the browser also where the server cannot be told so", async () => {
    const { push, browser, server } = world();
    await push.turnOn();
    server.list = async () => { throw problem(true); };
    await assert.rejects(push.turnOff(), { status: 503 });
    assert.deepEqual([push.isOn, browser.subscription], [false, null]);
  });

  it("are turned off on the server by another press where it could not be told so", async () => {
    const { push, server, endpoints } = world();
    await push.turnOn();
    const { list } = server;
    server.list = async () => { throw problem(true); };
    await assert.rejects(push.turnOff(), { status: 503 });
    server.list = list;
    await push.turnOff();
    assert.deepEqual(endpoints(), []);
  });

  it("tell of the server first where neither is off: pushes come as before", async () => {
    const { push, browser, server } = world({ within: 1 });
    await push.turnOn();
    browser.subscription.unsubscribe = () => new Promise(() => {});
    server.list = async () => { throw problem(true); };
    await assert.rejects(push.turnOff(), { status: 503 });
  });

  it("are off on the server also where the browser's service worker says nothing, which is told", async () => {
    const { push, endpoints, registration } = world({ within: 1 });
    await push.turnOn();
    registration.find = () => new Promise(() => {});
    await assert.rejects(push.turnOff(), { reason: "stays" });
    assert.deepEqual([push.isOn, endpoints()], [false, []]);
  });

  it("are off on the server also where the browser never gives its subscription up, which is told", async () => {
    const { push, browser, endpoints } = world({ within: 1 });
    await push.turnOn();
    browser.subscription.unsubscribe = () => new Promise(() => {});
    await assert.rejects(push.turnOff(), { reason: "stays" });
    assert.deepEqual([push.isOn, endpoints()], [false, []]);
  });

  it("stay off where the server pushes nothing", async () => {
    const { push, browser } = world({ key: null });
    await assert.rejects(push.turnOn(), { reason: "off" });
    assert.deepEqual([push.isOn, browser.asked], [false, 0]);
  });

  for (const [name, reason] of [["NotAllowedError", "denied"], ["AbortError", "refused"]])
    it(`stay off where the browser answers ${name}`, async () => {
      const { push } = world({ refuse: new DOMException("No", name) });
      await assert.rejects(push.turnOn(), (error) => error instanceof PushRefusal && error.reason === reason);
      assert.equal(push.isOn, false);
    });

  it("stay off where the push service says nothing", async () => {
    const { push, browser } = world({ within: 1 });
    browser.pushManager.subscribe = () => new Promise(() => {});
    await assert.rejects(push.turnOn(), { reason: "late" });
    assert.equal(push.isOn, false);
  });

  it("leave no subscription behind that the server does not take", async () => {
    const { push, browser, server } = world();
    server.problem = problem(false);
    await assert.rejects(push.turnOn(), { status: 422 });
    assert.deepEqual([push.isOn, browser.subscription], [false, null]);
  });
});

it("the choice of sound is noted for the worker anew with each subscription: the notes go when one signs out", async () => {
  const { push, sounds } = world();
  await push.turnOn();
  await push.mend();
  assert.deepEqual(sounds, [["https://push.test/1"], ["https://push.test/1"]]);
});

describe("at the start of a page, pushes", () => {
  it("that were never on stay off, and nothing is asked", async () => {
    const { push, browser, endpoints } = world();
    await push.mend();
    assert.deepEqual([browser.asked, endpoints()], [0, []]);
  });

  it("that are on and whole are told to the server, which knows them", async () => {
    const { push, browser, endpoints } = world();
    await push.turnOn();
    await push.mend();
    assert.deepEqual([browser.asked, endpoints()], [1, ["https://push.test/1"]]);
  });

  it("are subscribed again where the browser has lost them", async () => {
    const { push, endpoints } = world({ isOn: true });
    await push.mend();
    assert.deepEqual(endpoints(), ["https://push.test/1"]);
  });

  it("are known again to a server that has forgotten them", async () => {
    const { push, browser, server, endpoints } = world();
    await push.turnOn();
    server.known.clear();
    await push.mend();
    assert.deepEqual([browser.asked, endpoints()], [1, ["https://push.test/1"]]);
  });

  it("that were ended on another device stay off, until they are turned on here", async () => {
    const { push, browser, server, endpoints } = world();
    await push.turnOn();
    server.known.clear();
    server.ended = true;
    await push.mend();
    assert.deepEqual([push.isOn, browser.subscription, endpoints()], [false, null, []]);
    await push.mend();
    assert.deepEqual(endpoints(), []);
    await push.turnOn();
    await push.mend();
    assert.deepEqual([push.isOn, endpoints().length], [true, 1]);
  });

  it("are subscribed anew where the server has another key", async () => {
    const { push, browser, server } = world();
    await push.turnOn();
    server.key = second;
    const { unsubscribe } = browser.subscription;
    let isGone = false;
    browser.subscription.unsubscribe = () => {
      isGone = true;
      return unsubscribe();
    };
    await push.mend();
    assert.ok(isGone);
    assert.equal(Buffer.from(browser.subscription.options.applicationServerKey).toString("base64url"), second);
  });

  it("stay as they are in a browser that tells no key", async () => {
    const { push, browser } = world();
    await push.turnOn();
    browser.subscription.options = undefined;
    await push.mend();
    assert.equal(browser.asked, 1);
  });

  it("are not asked for where the browser's leave is gone", async () => {
    const { push, browser } = world({ isOn: true, isAllowed: false });
    await push.mend();
    assert.equal(browser.asked, 0);
  });

  it("are mended at the first connection at which that is possible, and at no later one", async (t) => {
    t.mock.method(console, "warn", () => {});
    const { push, server, endpoints } = world({ isOn: true });
    server.problem = problem(true);
    await push.mendOnce();
    server.problem = null;
    await push.mendOnce();
    assert.deepEqual(endpoints(), ["https://push.test/1"]);
    server.known.clear();
    await push.mendOnce();
    assert.deepEqual(endpoints(), []);
  });

  it("stay wanted while the server is not reached", async () => {
    const { push, browser, server } = world({ isOn: true });
    server.problem = problem(true);
    await assert.rejects(push.mend(), { status: 503 });
    assert.ok(push.isOn && browser.subscription);
  });
});
