// One room's messages as this page knows them. Pure: `reduce(state, event)` gives the next state, `days` the rows.
//
// `messages` is one run of the log without gaps; what came too early waits in `ahead` until the gap is filled;
// `outgoing` are own messages without a place in the run yet.

const groupWithinMilliseconds = 5 * 60_000;

export function emptyTimeline(roomId, me) {
  return {
    roomId, me, loaded: false, messages: [], ahead: [], outgoing: [],
    hasOlder: false, rev: 0, newAfter: null,
  };
}

export const firstSeq = (state) => state.messages[0]?.seq ?? 1;
export const lastSeq = (state) => state.messages.at(-1)?.seq ?? 0;

/// The last number before a gap that history must fill, or null.
export const gapAfter = (state) => (state.loaded && state.ahead.length ? lastSeq(state) : null);

export function reduce(state, event) {
  switch (event.type) {
    // The newest page, at the start or after too much was missed; `rev` is what it is known to include.
    case "page":
      return settle({
        ...state, loaded: true, messages: event.messages, hasOlder: event.has_more,
        rev: Math.max(state.rev, event.rev ?? 0),
      });
    case "older": {
      const joins = event.messages.length === 0 || event.messages.at(-1).seq === firstSeq(state) - 1;
      return joins ? { ...state, messages: [...event.messages, ...state.messages], hasOlder: event.has_more } : state;
    }
    case "newer":
      return settle({ ...state, ahead: [...state.ahead, ...event.messages] });
    case "message":
      return settle({ ...state, ahead: [...state.ahead, event.message] });
    case "change":
      return changed(state, event.message);
    case "caught-up":
      return { ...state, rev: Math.max(state.rev, event.rev) };

    case "posted":
      return {
        ...state, newAfter: null,
        outgoing: [...state.outgoing, {
          clientId: event.clientId, content: event.content, at: event.at,
          status: "sending", tries: 0, detail: null,
        }],
      };
    case "tried":
      return withOutgoing(state, event.clientId, (o) => ({ ...o, tries: o.tries + 1 }));
    // The row stays where it is until the message has its place in the run: nothing jumps.
    case "acknowledged":
      return settle({
        ...withOutgoing(state, event.message.client_id, (o) => ({ ...o, status: "sent" })),
        ahead: [...state.ahead, event.message],
      });
    case "refused":
      return withOutgoing(state, event.clientId, (o) =>
        o.status === "sending" ? { ...o, status: "failed", detail: event.detail ?? null } : o);
    case "retried":
      return withOutgoing(state, event.clientId, (o) => ({ ...o, status: "sending", tries: 0, detail: null }));
    case "discarded":
      return { ...state, outgoing: state.outgoing.filter((o) => o.clientId !== event.clientId) };

    case "marked":
      return { ...state, newAfter: event.after };
    case "trimmed":
      return state.messages.length <= event.keep
        ? state
        : { ...state, messages: state.messages.slice(-event.keep), hasOlder: true };
  }
  return state;
}

function withOutgoing(state, clientId, change) {
  return { ...state, outgoing: state.outgoing.map((o) => (o.clientId === clientId ? change(o) : o)) };
}

/// Moves what is next in line from `ahead` to the run; what the run already has is dropped, unless it is newer.
function settle(state) {
  if (!state.loaded) return state;
  let messages = state.messages;
  let rev = state.rev;
  const ahead = [];
  for (const message of [...state.ahead].sort((a, b) => a.seq - b.seq)) {
    const last = messages.at(-1)?.seq ?? 0;
    rev = Math.max(rev, message.rev ?? 0);
    if (message.seq <= last) messages = replaced(messages, message);
    else if (message.seq === last + 1) messages = [...messages, message];
    else if (ahead.at(-1)?.seq !== message.seq) ahead.push(message);
  }
  const outgoing = state.outgoing.filter((o) =>
    !messages.some((m) => m.client_id === o.clientId && m.user_id === state.me));
  return { ...state, messages, ahead, outgoing, rev };
}

function replaced(messages, message) {
  const index = messages.findIndex((m) => m.seq === message.seq);
  if (index < 0 || (messages[index].rev ?? 0) >= (message.rev ?? 0)) return messages;
  return messages.with(index, message);
}

function changed(state, message) {
  const ahead = state.ahead.map((m) => (m.seq === message.seq && (m.rev ?? 0) < message.rev ? message : m));
  return { ...state, ahead, messages: replaced(state.messages, message), rev: Math.max(state.rev, message.rev ?? 0) };
}

/// What stands on the page: `[{key, at, rows}]`, one entry a day. A row's key survives its acknowledgement.
export function days(state, dayKey) {
  const rows = [
    ...state.messages.map((message) => messageRow(state, message)),
    ...state.outgoing.map((outgoing) => outgoingRow(state, outgoing)),
  ];
  const found = [];
  let previous = null;
  for (const row of rows) {
    const key = dayKey(row.at);
    if (found.at(-1)?.key !== key) {
      found.push({ key, at: row.at, rows: [] });
      previous = null;
    }
    row.isNewLine = isNewLine(state, row);
    row.isHead = !previous || row.isNewLine || row.userId !== previous.userId
      || row.at - previous.at > groupWithinMilliseconds;
    found.at(-1).rows.push(row);
    previous = row;
  }
  return found;
}

function isNewLine(state, row) {
  if (state.newAfter === null || row.seq === null) return false;
  return row.seq === Math.max(state.newAfter + 1, firstSeq(state));
}

function messageRow(state, message) {
  const isOwn = message.user_id === state.me;
  return {
    key: isOwn && message.client_id ? `c${message.client_id}` : `s${message.seq}`,
    seq: message.seq,
    userId: message.user_id,
    isOwn,
    at: Date.parse(message.timestamp),
    content: message.content,
    attachments: message.attachments ?? [],
    isEdited: Boolean(message.edited_at),
    isDeleted: Boolean(message.deleted_at),
    status: "sent",
    detail: null,
  };
}

function outgoingRow(state, outgoing) {
  return {
    key: `c${outgoing.clientId}`,
    seq: null,
    clientId: outgoing.clientId,
    userId: state.me,
    isOwn: true,
    at: outgoing.at,
    content: outgoing.content,
    attachments: [],
    isEdited: false,
    isDeleted: false,
    status: outgoing.status,
    detail: outgoing.detail,
  };
}
