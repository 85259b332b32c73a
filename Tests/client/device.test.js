import assert from "node:assert/strict";
import { it } from "node:test";
import { forgetOthers } from "../../Sources/SnugWeb/client/models/device.js";
import { cachesHolding } from "./caches.js";
import { holding } from "./storage.js";

const theirs = { emoji: '{"recent":["🎉"]}', notices: "on", push: "on", theme: "dark" };

/// What is left of one person's for the next one.
async function left(first, second) {
  const kept = holding(theirs);
  await forgetOthers(first, kept);
  await forgetOthers(second, kept);
  return Object.keys(theirs).filter((key) => kept.getItem(key) !== null);
}

it("emoji and notifications of one person are not those of the next in the same browser", async (t) => {
  t.mock.method(console, "warn", () => {});
  assert.deepEqual(await left(1, 2), ["theme"]);
});

it("someone who comes in again has what they had", async (t) => {
  t.mock.method(console, "warn", () => {});
  assert.deepEqual(await left(1, 1), ["emoji", "notices", "push", "theme"]);
});

it("the notes about the pushes of one person are gone for the next, and their subscription too", async (t) => {
  t.mock.method(console, "warn", () => {});
  const caches = cachesHolding({ pushes: { "/pushes/away/room-7": "{}" } });
  let isSubscribed = true;
  const subscription = { unsubscribe: async () => { isSubscribed = false; } };
  const found = { getNotifications: async () => [], pushManager: { getSubscription: async () => subscription } };
  Object.defineProperty(globalThis, "navigator",
    { value: { serviceWorker: { getRegistration: async () => found } }, configurable: true });
  globalThis.caches = caches;
  t.after(() => {
    delete globalThis.navigator;
    delete globalThis.caches;
  });
  await left(1, 2);
  await new Promise((resolve) => { setImmediate(resolve); });
  assert.deepEqual([caches.texts(), isSubscribed], [{}, false]);
});
