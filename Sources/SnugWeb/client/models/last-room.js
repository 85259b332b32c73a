// The room that one was in last, which a page on a desk starts with. Each user has a key of their own; one that begins
// so has their last searches (search/recent.js).
import { storage } from "../text/storage.js";

const prefix = "last-";

export const noteRoom = (userId, roomId) => storage.setItem(`${prefix}room-${userId}`, String(roomId));

/// Its number; 0 for none.
export const lastRoom = (userId) => Number(storage.getItem(`${prefix}room-${userId}`));

/// Forgets what was last, of everyone but that user where one is named.
export function forgetLast({ but = null, kept = storage } = {}) {
  for (const key of kept.keys()) if (key.startsWith(prefix) && !key.endsWith(`-${but}`)) kept.removeItem(key);
}
