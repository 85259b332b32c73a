// The page's database in the browser: IndexedDB, opened once.

const name = "snug";
/// Object stores by name, each made in the version that brought it.
const versions = [
  (database) => database.createObjectStore("outbox", { keyPath: "clientId" }).createIndex("userId", "userId"),
  (database) => database.createObjectStore("snapshots"),
];

let opening = null;

/// Carries out the request of `work(store)` and gives its result. Some browsers refuse to store anything in private
/// windows: then null, and the data lives as long as the page.
export async function inStore(store, mode, work) {
  try {
    opening ??= open();
    return await settled(work((await opening).transaction(store, mode).objectStore(store)));
  } catch (error) {
    console.warn(`The ${store} cannot be kept`, error);
    return null;
  }
}

function open() {
  const request = indexedDB.open(name, versions.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const make of versions.slice(oldVersion)) make(request.result);
  };
  return settled(request).then((database) => {
    // A page of a newer version waits for this one to let go.
    database.onversionchange = () => {
      database.close();
      opening = null;
    };
    return database;
  });
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
