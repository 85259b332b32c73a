import assert from "node:assert/strict";
import { describe, it } from "node:test";
import vm from "node:vm";
import { source } from "./sources.js";

/// The service worker among these pages; `press(data)` presses a notification that bears it. Gives all that it did.
function worker(pages) {
  const done = [];
  const listeners = {};
  const clients = {
    matchAll: async () => pages.map((name) => ({
      focus: async () => done.push(`focus ${name}`), navigate: async (address) => done.push(`${name} to ${address}`),
    })),
    openWindow: async (address) => done.push(`open ${address}`),
  };
  vm.runInNewContext(source("sw.js"), { clients, addEventListener: (type, work) => { listeners[type] = work; } });
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
    assert.deepEqual(await worker(["first", "second"])("/#/room/7"), ["close", "focus first", "first to /#/room/7"]);
  });

  it("opens the page where there is none", async () => {
    assert.deepEqual(await worker([])("/#/room/7"), ["close", "open /#/room/7"]);
    assert.deepEqual(await worker([])(null), ["close", "open /"]);
  });
});
