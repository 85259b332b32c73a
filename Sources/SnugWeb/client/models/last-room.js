// The room that one was in last, which a page on a desk starts with. Each user has a key of their own.
import { storage } from "../text/storage.js";

const prefix = "last-room-";

export const noteRoom = (userId, roomId) => storage.setItem(`${prefix}${userId}`, String(roomId));

/// Its number; 0 for none.
export const lastRoom = (userId) => Number(storage.getItem(`${prefix}${userId}`));

export function forgetLastRooms() {
  for (const key of storage.keys().filter((each) => each.startsWith(prefix))) storage.removeItem(key);
}
