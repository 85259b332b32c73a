// The service worker: it opens the page without a connection, and brings new versions of it.

/// The folder of this page's files, which names its version.
const folder = new URL(".", import.meta.url).pathname;

/// `onReady()`: the server has another version than this page's. Gives a function that looks for one.
export function watchForUpdates(onReady) {
  const workers = navigator.serviceWorker;
  if (!workers) return onReady;
  let registration = null;
  // A worker tells which version it serves: the page may be of that one already.
  workers.addEventListener("message", ({ data }) => { if (data?.folder && data.folder !== folder) onReady(); });
  const ask = () => workers.controller?.postMessage("which version");
  workers.addEventListener("controllerchange", ask);
  workers.register("/sw.js").then((found) => { registration = found; }, () => {});
  workers.startMessages?.();
  ask();
  return () => (registration ? registration.update().catch(() => {}) : onReady());
}
