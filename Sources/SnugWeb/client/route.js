// The route in an address. Pure.
import { pages, roomPages } from "./pages.js";

const room = /^#\/room\/([1-9]\d{0,15})(?:\/message\/([1-9]\d{0,15})|\/([a-z]+))?$/;

/// `#/room/7`, `#/room/7/message/42`, `#/room/7/about`, `#/settings` → `{roomId, seq, page}`, with null for what is not
/// named.
export function routeIn(hash) {
  const roomList = { roomId: null, seq: null, page: null };
  const [inRoom, roomId, seq, roomPage] = hash.match(room) ?? [];
  if (!inRoom) {
    const page = hash.slice("#/".length);
    return { ...roomList, page: Object.hasOwn(pages, page) ? page : null };
  }
  if (roomPage && !Object.hasOwn(roomPages, roomPage)) return roomList;
  return { roomId: Number(roomId), seq: seq ? Number(seq) : null, page: roomPage ?? null };
}
