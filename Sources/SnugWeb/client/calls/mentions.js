// The messages that mention one, and the way from each to the next that is not read yet.
import { call, query } from "../models/api.js";

/// `before` is a message's id.
export const mentions = (parameters) => call("GET", query("/me/mentions", parameters));

const pageMentions = 200;
const pagesMax = 5;

/// The number of the first such message after `after`, else of the first one; null if there is none. `callMentions`
/// gives a page of `GET /me/mentions`.
export async function nextMention({ room, after }, callMentions = mentions) {
  const found = [];
  let before;
  // The newest come first, of all rooms together; all of this room's are on the pages up to the last one read.
  for (let page = 0; page < pagesMax && found.length < room.mentions; page++) {
    const { results, has_more: hasMore } = await callMentions({ limit: pageMentions, before });
    const messages = results.map(({ message }) => message);
    const unread = messages.filter(({ room_id: id, seq }) => id === room.id && seq > room.read_seq);
    found.push(...unread.map(({ seq }) => seq));
    if (!hasMore || !messages.length) break;
    before = messages.at(-1).id;
  }
  const inOrder = found.sort((a, b) => a - b);
  return inOrder.find((seq) => seq > after) ?? inOrder[0] ?? null;
}
