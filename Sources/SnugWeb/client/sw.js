// The service worker: the page and its files without a connection. It keeps one version of them, whole.

/// The server writes the version's folder and its files here.
const folder = "/assets/";
const files = ["FILES"];
const cacheName = `snug ${folder}`;
const pages = ["/", "/setup", "/invite", "/login"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(["/", ...files.map((file) => folder + file)])));
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => clients.claim()));
});

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)));
}

addEventListener("message", ({ data }) => {
  if (data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pages.includes(pathname)) event.respondWith(page(request));
  else if (pathname.startsWith(folder)) event.respondWith(file(request));
});

/// As the server has it; without a connection as it was. A server that answers with a failure of its own, or a proxy
/// before it, is no connection.
async function page(request) {
  const kept = () => caches.match("/", { cacheName });
  try {
    const answer = await fetch(request);
    return answer.status >= 500 ? await kept() ?? answer : answer;
  } catch {
    return await kept() ?? Response.error();
  }
}

async function file(request) {
  return await caches.match(request, { cacheName }) ?? fetch(request);
}
