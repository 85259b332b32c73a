// What the address names. Pure.
import { pages } from "./pages.js";

const room = /^#\/room\/([1-9]\d{0,15})(?:\/message\/([1-9]\d{0,15}))?$/;

/// `#/room/7`, `#/room/7/message/42`, `#/settings` → `{roomId, seq, page}`, with null for what is not named.
export function placeIn(hash) {
  const [, roomId, seq] = hash.match(room) ?? [];
  const page = hash.slice("#/".length);
  return {
    roomId: roomId ? Number(roomId) : null,
    seq: seq ? Number(seq) : null,
    page: Object.hasOwn(pages, page) ? page : null,
  };
}
