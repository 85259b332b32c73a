// The service worker: it opens the page without a connection, and brings new versions of it.

/// The folder of this page's files, which names its version.
const folder = new URL(".", import.meta.url).pathname;

/// The one address that the page makes a script of, where the browser wants to know that it is meant (Trusted Types).
const worker = "/sw.js";
const policy = globalThis.trustedTypes?.createPolicy("snug", {
  createScriptURL(address) {
    if (address !== worker) throw new TypeError(`${address} is no script of this page`);
    return address;
  },
});

/// A page of the same version can have other files: each connection may be the first one to a server that has them.
const lookAgainAfterMilliseconds = 60_000;

/// `onReady()`: the server has another version than this page's. Gives `look(version)`, which looks for one by the name
/// that the server has for it, and `connected()`, which looks at what the server has now and then.
export function watchForUpdates(onReady) {
  const workers = navigator.serviceWorker;
  if (!workers) return { look: onceForEach(onReady), connected: () => {} };
  let registration = null;
  /// The page itself has just been looked for.
  let lookedAt = performance.now();
  let timer = 0;
  // A worker that comes while the page is open is newer than it, or of the version that the page has already.
  workers.addEventListener("message", ({ data }) => { if (data?.folder && data.folder !== folder) onReady(); });
  workers.addEventListener("controllerchange", () => workers.controller?.postMessage("which version"));
  workers.register(policy?.createScriptURL(worker) ?? worker).then(
    (found) => { registration = found; }, (error) => console.warn("The page cannot be kept", error));
  workers.startMessages?.();
  const readyWithout = onceForEach(onReady);

  /// One that cannot be looked for now is looked for at the next connection.
  function update() {
    lookedAt = performance.now();
    registration?.update().catch((error) => console.warn("No look at the new version", error));
  }

  return {
    look: (version) => (registration ? update() : readyWithout(version)),
    connected() {
      timer ||= setTimeout(() => {
        timer = 0;
        update();
      }, Math.max(0, lookedAt + lookAgainAfterMilliseconds - performance.now()));
    },
  };
}

/// An offer that was put off is not made again for the same version.
function onceForEach(onReady) {
  let offered = null;
  return (version) => {
    if (version === offered) return;
    offered = version;
    onReady();
  };
}
