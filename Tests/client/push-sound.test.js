import assert from "node:assert/strict";
import { it } from "node:test";
import { noteSound } from "../../Sources/SnugWeb/client/notices/push-sound.js";
import { Preferences } from "../../Sources/SnugWeb/client/text/preferences.js";
import { cachesHolding } from "./caches.js";
import { holding } from "./storage.js";

it("that no sound is wanted is noted for the service worker, and that it is wanted again", async () => {
  const kept = new Preferences(holding());
  const found = cachesHolding();
  kept.set("sound", "off");
  await noteSound({ kept, found });
  assert.deepEqual(found.texts(), { pushes: { "/pushes/silent": "true" } });
  kept.set("sound", "on");
  await noteSound({ kept, found });
  assert.deepEqual(found.texts(), { pushes: {} });
});

it("a browser that keeps no notes is none the worse", async (t) => {
  t.mock.method(console, "warn", () => {});
  const kept = new Preferences(holding({ sound: "off" }));
  await noteSound({ kept, found: undefined });
  await noteSound({ kept, found: { open: async () => { throw new DOMException("No", "SecurityError"); } } });
});
