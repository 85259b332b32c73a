import assert from "node:assert/strict";
import { describe, it } from "node:test";
import vm from "node:vm";
import { source } from "./sources.js";

/// The service worker among these pages, `{name, path}`; `press(data)` presses a notification that bears it. Gives all
/// that it did.
function worker(pages) {
  const done = [];
  const listeners = {};
  const clients = {
    matchAll: async () => pages.map(({ name, path = "/", isShy = false }) => ({
      url: `https://snug.test${path}`,
      async focus() {
        if (isShy) throw new DOMException("Not allowed", "InvalidAccessError");
        done.push(`focus ${name}`);
      },
      navigate: async (address) => done.push(`${name} to ${address}`),
    })),
    openWindow: async (address) => done.push(`open ${address}`),
  };
  vm.runInNewContext(source("sw.js"), { clients, URL, addEventListener: (type, work) => { listeners[type] = work; } });
  return async (data) => {
    let waiting;
    listeners.notificationclick({
      notification: { data, close: () => done.push("close") }, waitUntil: (work) => { waiting = work; },
    });
    await waiting;
    return done;
  };
}

describe("a notification that is pressed", () => {
  it("brings the page to the front, at its room", async () => {
    const pages = [{ name: "first" }, { name: "second" }];
    assert.deepEqual(await worker(pages)("/#/room/7"), ["close", "focus first", "first to /#/room/7"]);
  });

  it("leaves a page alone at which an account is being made", async () => {
    const pages = [{ name: "invited", path: "/invite#token" }, { name: "signed in", path: "/#/" }];
    assert.deepEqual(await worker(pages)("/#/room/7"), ["close", "focus signed in", "signed in to /#/room/7"]);
  });

  it("goes to its room where the page does not come to the front", async () => {
    assert.deepEqual(await worker([{ name: "first", isShy: true }])("/#/room/7"), ["close", "first to /#/room/7"]);
  });

  it("opens the page where there is none", async () => {
    assert.deepEqual(await worker([])("/#/room/7"), ["close", "open /#/room/7"]);
    assert.deepEqual(await worker([])(null), ["close", "open /"]);
  });
});
