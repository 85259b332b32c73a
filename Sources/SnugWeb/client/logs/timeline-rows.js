// The rows of a timeline, day by day. Pure.
import { firstSeq, messageAt } from "./run.js";

const groupWithinMilliseconds = 5 * 60_000;

/// The rows on the page: `[{key, at, rows}]`, one entry a day. A row's key survives its acknowledgement.
///
/// While there is more above it, the first message of the run has no row: it tells how the next one begins, which
/// then looks the same once history is put above.
export function days(state, dayKey) {
  const above = state.hasOlder && state.messages.length > 1 ? messageRow(state, state.messages[0]) : null;
  const messages = state.messages.slice(above ? 1 : 0).map((message) => messageRow(state, message));
  const rows = [...withNotices(messages, state), ...state.outgoing.map((outgoing) => outgoingRow(state, outgoing))];
  const found = [];
  const firstNew = firstNewSeq(state);
  let previous = above;
  for (const row of rows) {
    const key = dayKey(row.at);
    // The log goes by number: a clock that was set back brings no day back.
    if (!found.length || key > found.at(-1).key) {
      if (found.length || (above && key !== dayKey(above.at))) previous = null;
      found.push({ key, at: row.at, rows: [] });
    }
    if (row.notice) {
      found.at(-1).rows.push(row);
      previous = null;
      continue;
    }
    row.isNewLine = firstNew !== null && row.seq === firstNew;
    row.isHead = !previous || row.isNewLine || row.userId !== previous.userId
      || row.at - previous.at > groupWithinMilliseconds;
    found.at(-1).rows.push(row);
    previous = row;
  }
  return found;
}

/// The rows of messages with those of notices, `{id, after, at, text}`, each behind the message of that number.
function withNotices(messages, { notices = [], hasNewer }) {
  if (!notices.length) return messages;
  const first = messages[0]?.seq ?? 0;
  const shown = notices.filter(({ after }) => after + 1 >= first && !(hasNewer && after >= messages.at(-1)?.seq));
  const next = (after) => messages.find(({ seq }) => seq > after)?.at ?? Infinity;
  // Its time is that of this device's clock, which may be wrong: what was said later was not said before it.
  return [...messages, ...shown.map(({ id, after, at, text }) => (
    { key: `n${id}`, seq: after + 0.5, at: Math.min(at, next(after)), notice: text }))]
    .sort((a, b) => a.seq - b.seq);
}

/// True if the message has a row.
export const isShown = (state, seq) =>
  messageAt(state, seq) !== null && !(state.hasOlder && state.messages.length > 1 && seq === firstSeq(state));

/// The first new message that is there to be read, or null: one that was deleted is no news.
function firstNewSeq({ messages, newAfter }) {
  if (newAfter === null || !messages.length || messages[0].seq > newAfter + 1) return null;
  return messages.find(({ seq, deleted_at: deletedAt }) => seq > newAfter && !deletedAt)?.seq ?? null;
}

/// The answered message of `seq`: `{seq, message, isAwaited}`, with null for one that is not known, or not yet.
function quote(state, seq) {
  if (!seq) return null;
  const message = messageAt(state, seq) ?? state.quoted[seq];
  return { seq, message: message ?? null, isAwaited: message === undefined };
}

function messageRow(state, message) {
  const isOwn = message.user_id === state.me;
  return {
    key: isOwn && message.client_id ? `c${message.client_id}` : `s${message.seq}`,
    seq: message.seq,
    rev: message.rev ?? 0,
    userId: message.user_id,
    isOwn,
    at: Date.parse(message.timestamp),
    content: message.content,
    quote: quote(state, message.reply_to),
    attachments: message.attachments ?? [],
    files: [],
    reactions: message.reactions ?? [],
    editedAt: message.edited_at ? Date.parse(message.edited_at) : null,
    isDeleted: Boolean(message.deleted_at),
    isRemoving: state.removing.includes(message.seq),
    status: "sent",
    detail: null,
  };
}

function outgoingRow(state, outgoing) {
  return {
    key: `c${outgoing.clientId}`,
    seq: null,
    rev: 0,
    clientId: outgoing.clientId,
    userId: state.me,
    isOwn: true,
    at: outgoing.at,
    content: outgoing.content,
    quote: quote(state, outgoing.replyTo),
    attachments: [],
    files: outgoing.files ?? [],
    reactions: [],
    editedAt: null,
    isDeleted: false,
    isRemoving: false,
    status: outgoing.status,
    detail: outgoing.detail,
  };
}
