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

/// `onReady()`: the server has another version than this page's. Gives a function that looks for one, by the name
/// that the server has for it.
export function watchForUpdates(onReady) {
  const workers = navigator.serviceWorker;
  if (!workers) return onceForEach(onReady);
  let registration = null;
  // A worker that comes while the page is open is newer than it, or of the version that the page has already.
  workers.addEventListener("message", ({ data }) => { if (data?.folder && data.folder !== folder) onReady(); });
  workers.addEventListener("controllerchange", () => workers.controller?.postMessage("which version"));
  workers.register(policy?.createScriptURL(worker) ?? worker).then(
    (found) => { registration = found; }, (error) => console.warn("The page cannot be kept", error));
  workers.startMessages?.();
  // One that cannot be looked for now is looked for at the next connection.
  const readyWithout = onceForEach(onReady);
  return (version) =>
    (registration ? registration.update().catch((error) => console.warn("No look at the new version", error)) : readyWithout(version));
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
