// The end of what lies over the page about a room, once that room is gone.

/// Calls `close()` when one is in that room no longer. Gives a function for when it was closed otherwise.
export function closeWithRoom(chat, roomId, close) {
  const listening = new AbortController();
  chat.addEventListener("left", ({ detail }) => detail.roomId === roomId && close(), { signal: listening.signal });
  return () => listening.abort();
}
