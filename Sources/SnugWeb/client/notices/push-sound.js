// The choice of sound, noted for the service worker, which cannot read the browser's storage by name: see sw.js. Where
// nothing is noted, a push is heard.
import { preferences } from "../text/preferences.js";

/// `kept` has the choice; `found` is the browser's caches, which a page without https has not.
export async function noteSound({ kept = preferences, found = globalThis.caches } = {}) {
  try {
    const notes = await found?.open("pushes");
    if (kept.get("sound") === "off") await notes?.put("/pushes/silent", new Response("true"));
    else await notes?.delete("/pushes/silent");
  } catch (error) {
    console.warn("Pushes sound as before", error);
  }
}
