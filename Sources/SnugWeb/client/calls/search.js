// The search among messages, and the first message of a day.
import { api, call, query } from "../models/api.js";

/// `before` is a message's id.
export const search = (parameters) => call("GET", query("/search", parameters));

const pageMessages = 200;

/// The first message of a room from a moment on; null where there is none. `messages(roomId, {after,
/// limit})` gives a page.
export async function firstSince({ id, last_seq: lastSeq }, moment, messages = api.messages) {
  // It is among those after `low`, up to `high`.
  let low = 0;
  let high = lastSeq;
  const isBefore = ({ timestamp }) => Date.parse(timestamp) < moment;
  while (high - low > pageMessages) {
    const middle = Math.floor((low + high) / 2);
    const [message] = (await messages(id, { after: middle - 1, limit: 1 })).messages;
    if (message && isBefore(message)) low = message.seq;
    else high = middle;
  }
  const page = (await messages(id, { after: low, limit: pageMessages })).messages;
  return page.find((message) => !isBefore(message)) ?? null;
}
