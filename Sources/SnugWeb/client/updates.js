// The service worker: it opens the page without a connection, and brings new versions of it.

/// `onReady(reload)`: a new version waits; `reload()` changes to it.
export async function watchForUpdates(onReady) {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const registration = await workers.register("/sw.js").catch(() => null);
  if (!registration) return;
  const offer = () => {
    const waiting = registration.waiting;
    // The very first worker replaces none.
    if (waiting && workers.controller) onReady(() => waiting.postMessage("take over"));
  };
  const isReplaced = workers.controller !== null;
  workers.addEventListener("controllerchange", () => { if (isReplaced) location.reload(); });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  offer();
}
