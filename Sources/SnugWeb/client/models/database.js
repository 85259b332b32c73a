// The page's database in the browser: IndexedDB.

const name = "snug";
/// Object stores by name, each made in the version that brought it.
const versions = [
  (database) => database.createObjectStore("outbox", { keyPath: "clientId" }).createIndex("userId", "userId"),
  (database) => database.createObjectStore("snapshots"),
  (database) => database.createObjectStore("files", { keyPath: ["clientId", "key"] }),
  (database) => database.createObjectStore("chosen", { keyPath: ["userId", "key"] }),
];

/// Some browsers begin to open a database and never say how it went.
const opensWithinMilliseconds = 2_000;

/// The connection, while there is one.
let opening = null;

/// Carries out the request of `work(store)` and gives its result; of several stores, by a list of names, all is done or
/// nothing. Some browsers refuse to store anything in private windows: then null, and the data lives as long as the
/// page.
export async function inStore(store, mode, work) {
  try {
    return await requested(store, mode, work);
  } catch (error) {
    // A connection that the browser has closed: the next one is as good.
    if (error.name !== "InvalidStateError") return failed(store, error);
    opening = null;
    return requested(store, mode, work).catch((again) => failed(store, again));
  }
}

async function requested(store, mode, work) {
  opening ??= open();
  const transaction = (await opening).transaction(store, mode);
  const committed = mode === "readwrite" ? end(transaction) : null;
  return (await Promise.all([settled(work(...[store].flat().map((name) => transaction.objectStore(name)))), committed]))[0];
}

/// A full disk is told of when a transaction ends, after its requests have succeeded.
function end(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("Given up", "AbortError"));
  });
}

function failed(store, error) {
  console.warn(`The ${store} cannot be kept`, error);
  return null;
}

function open() {
  const request = indexedDB.open(name, versions.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const make of versions.slice(oldVersion)) make(request.result);
  };
  return inTime(settled(request)).then((database) => {
    // The browser closes connections by itself too.
    database.onclose = () => { opening = null; };
    // A page of a newer version waits for this one to let go.
    database.onversionchange = () => {
      database.close();
      opening = null;
    };
    return database;
  }, (error) => {
    // A database that could not be opened once may be opened the next time.
    opening = null;
    throw error;
  });
}

/// A database that is opened too late is closed: nobody waits for it any more.
function inTime(opened) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      opened.then((database) => database.close(), () => {});
      reject(new DOMException("The database does not answer", "TimeoutError"));
    }, opensWithinMilliseconds);
    opened.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
