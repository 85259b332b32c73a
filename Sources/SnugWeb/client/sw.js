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

/// A push. Each is shown, and at once: browsers take the leave away from whoever gets some and shows nothing.
addEventListener("push", (event) => {
  event.waitUntil(tell(wordsOf(event.data)));
});

/// The server's words, or, where they cannot be read, as few as are always true.
function wordsOf(data) {
  try {
    const { title, body, url, room_id: room, seq, epoch, unread } = data.json();
    if (typeof title !== "string" || typeof body !== "string") throw new TypeError("These are no words of a push");
    return { title, body, tag: room === null ? "test" : `room-${room}`, data: { url, seq, epoch, unread } };
  } catch {
    const isGerman = navigator.language.startsWith("de");
    const [title, body] = isGerman ? ["Neue Nachricht", "Öffne Snug, um sie zu lesen."] : ["New message", "Open Snug to read it."];
    return { title, body, tag: "news", data: { url: "/" } };
  }
}

async function tell({ title, body, tag, data }) {
  const [standing, silence, away] = await Promise.all([
    registration.getNotifications({ tag }).catch(() => []), noted("silent"), isMessage(data) ? noted(`away/${tag}`) : null,
  ]);
  // A page that stands open has told of it, and perhaps of what came since.
  const told = isMessage(data) ? standing.find((each) => isPast(each.data, data)) : undefined;
  const isKnown = Boolean(told) || (isPast(away, data) && Date.now() - away.at < awayMilliseconds);
  await registration.showNotification(told?.title ?? title, {
    body: told?.body ?? body, tag, renotify: !isKnown, silent: isKnown || silence !== null, icon: "/assets/icon-192.png",
    data: told?.data ?? data,
  });
  await count().catch((error) => console.warn("The icon has no number", error));
}

/// A test is none, nor are words that cannot be read: each of them is news.
const isMessage = (data) => Number.isInteger(data?.seq);

/// True if the one has told of the other, or of a later message. A server that was put back to an earlier state counts
/// anew, in a log of another epoch.
const isPast = (known, { seq, epoch }) => known?.epoch === epoch && known?.seq >= seq;

/// Notes that outlive this worker, which browsers end as soon as nothing happens: "silent", by the pages, if no sound
/// is wanted (notices/push-sound.js), and the newest message of each room whose notification was put away. They go with
/// the device (models/device.js).
const notes = "pushes";
/// The push about a message comes seconds after its notification was put away, or once there is a line again.
const awayMilliseconds = 3_600_000;

/// Null where nothing is known.
async function noted(name) {
  try {
    return await (await caches.match(`/${notes}/${name}`, { cacheName: notes }))?.json() ?? null;
  } catch {
    return null;
  }
}

addEventListener("notificationclose", (event) => {
  const { tag, data } = event.notification;
  if (isMessage(data)) event.waitUntil(putAway(tag, { seq: data.seq, epoch: data.epoch, at: Date.now() }));
});

async function putAway(tag, note) {
  await (await caches.open(notes)).put(`/${notes}/away/${tag}`, new Response(JSON.stringify(note)));
}

/// The number on the installed app's icon: the messages of the rooms that notifications stand for. Pages that are there
/// know of all rooms, and count once more.
async function count() {
  if (!navigator.setAppBadge) return;
  const shown = await registration.getNotifications();
  await navigator.setAppBadge(shown.reduce((sum, { data }) => sum + (data?.unread ?? 0), 0));
  for (const page of await clients.matchAll({ type: "window" })) page.postMessage({ isCounted: true });
}

/// Refusals that are none a little later: the next page tells the server.
const passing = [408, 425, 429];

/// The browser has given its subscription up, and perhaps made another one, of which the server does not know.
addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(subscribeAnew(event.newSubscription));
});

const ownPushes = "/api/v1/me/push";

async function subscribeAnew(made) {
  // Ended on another device, they are turned on again by their person alone.
  const { ended } = await (await fetch(ownPushes)).json().catch(() => ({}));
  if (ended) return made?.unsubscribe();
  const subscription = made ?? await subscribe();
  const { endpoint, keys } = subscription.toJSON();
  const answer = await fetch(ownPushes, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ endpoint, keys }),
  });
  // Nobody is signed in here any more, or nothing is pushed.
  if (answer.status >= 400 && answer.status < 500 && !passing.includes(answer.status)) await subscription.unsubscribe();
}

async function subscribe() {
  const { push_key: key } = await (await fetch("/api/v1/site")).json();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/// A notification was pressed: the page comes to the front, at its room. Earlier versions' have an address alone.
addEventListener("notificationclick", (event) => {
  const { data } = event.notification;
  event.notification.close();
  event.waitUntil(open((typeof data === "string" ? data : data?.url) ?? "/"));
});

const answerWithinMilliseconds = 1_000;

async function open(address) {
  const pages = await clients.matchAll({ type: "window" });
  // One at another address may hold the half of an account that is being made: it stays there.
  const page = pages.find(({ url }) => new URL(url).pathname === "/");
  if (!page) return clients.openWindow(address);
  // Some refuse to come to the front, and go to the room none the less.
  await page.focus().catch(() => {});
  if (!await goes(page, address)) await page.navigate(address);
}

/// A page that is signed in goes there without being loaded anew, and says so; one at the door, or of an earlier
/// version, says nothing.
function goes(page, address) {
  const { port1: here, port2: there } = new MessageChannel();
  return new Promise((resolve) => {
    here.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), answerWithinMilliseconds);
    page.postMessage({ open: address }, [there]);
  });
}
