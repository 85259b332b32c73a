// The service worker: the page and its files without a connection. It keeps its version of them, whole, and the one
// before, of which pages may still be open.

/// The server writes the version's folder and its files here.
const folder = "/assets/";
const files = ["FILES"];
const prefix = "snug ";
const cacheName = prefix + folder;
const pages = ["/", "/setup", "/invite", "/login"];
/// A line that hangs is as good as none, where there is something to show.
const pageWithinMilliseconds = 3_000;

addEventListener("install", (event) => {
  event.waitUntil(keep());
});

async function keep() {
  const cache = await caches.open(cacheName);
  await cache.addAll(["/", ...files.map((file) => folder + file)]);
  // Pages of the version before go on with its files: nothing waits for them to be closed.
  await skipWaiting();
}

addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => clients.claim()));
});

async function forgetOld() {
  // In the order in which they were made.
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

addEventListener("message", ({ data, source }) => {
  if (data === "which version") source.postMessage({ folder });
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pages.includes(pathname)) event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(file(request));
});

/// As the server has it; without a connection as it was. A server that answers with a failure of its own, or a proxy
/// before it, is no connection.
async function page(request) {
  const kept = await caches.match("/", { cacheName });
  try {
    const answer = await fetch(request, kept ? { signal: within(pageWithinMilliseconds) } : {});
    return answer.status >= 500 ? kept ?? answer : answer;
  } catch {
    return kept ?? Response.error();
  }
}

function within(milliseconds) {
  const deadline = new AbortController();
  setTimeout(() => deadline.abort(), milliseconds);
  return deadline.signal;
}

/// A file's address has its version.
async function file(request) {
  return await caches.match(request) ?? fetch(request);
}

/// A notification that the page could not show by itself was pressed: the page comes to the front, at its room.
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data ?? "/"));
});

async function open(address) {
  const pages = await clients.matchAll({ type: "window" });
  // One at another address may hold the half of an account that is being made.
  const page = pages.find(({ url }) => new URL(url).pathname === "/") ?? pages[0];
  if (!page) return clients.openWindow(address);
  // Some refuse to come to the front, and go to the room none the less.
  await page.focus().catch(() => {});
  return page.navigate(address);
}
