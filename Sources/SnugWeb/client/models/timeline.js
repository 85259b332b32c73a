// One room's messages as this page knows them. Pure: `reduce(state, event)` gives the next state.
//
// `messages` is one run of the log without gaps, which ends with the newest message unless `hasNewer`; what came too
// early waits in `ahead` until the gap is filled; `early` are changes of messages that are not here, which a page under
// way may bring as they were before; `outgoing` are own messages without a place in the run yet;
// `removing` are those whose deletion may still be undone; `quoted` are the answered ones from beyond the run.
import { withReaction } from "./reactions.js";

/// The bound of a run: reading on at one end lets go of the other.
const runMessagesMax = 300;
/// The bound of messages that wait for a room's first page; the page itself brings those that were dropped.
const aheadMessagesMax = 200;
/// The bound of changes that wait for their messages.
const earlyChangesMax = 200;

export function emptyTimeline(roomId, me) {
  return {
    roomId, me, loaded: false, messages: [], ahead: [], early: [], outgoing: [], removing: [], quoted: {},
    hasOlder: false, hasNewer: false, rev: 0, newAfter: null,
  };
}

export const firstSeq = (state) => state.messages[0]?.seq ?? 1;
export const lastSeq = (state) => state.messages.at(-1)?.seq ?? 0;

/// The last number before a gap that history must fill, or null.
export const gapAfter = (state) => (state.loaded && !state.hasNewer && state.ahead.length ? lastSeq(state) : null);

/// The message of a number, by its index: the run has no gaps.
export const messageAt = (state, seq) => state.messages[seq - firstSeq(state)] ?? null;

/// The numbers of answered messages that are not known here.
export function missingQuotes(state) {
  const wanted = [...state.messages, ...state.outgoing].map((m) => m.reply_to ?? m.replyTo).filter(Boolean);
  return [...new Set(wanted)].filter((seq) => !messageAt(state, seq) && !(seq in state.quoted));
}

export function reduce(state, event) {
  switch (event.type) {
    // The newest page, at the start or after too much was missed; `rev` is what it is known to include.
    case "page":
      return settle({
        ...state, loaded: true, messages: asItIs(state, event.messages), hasOlder: event.has_more, hasNewer: false,
        rev: Math.max(state.rev, event.rev ?? 0),
      });
    // A page from further back; `last` is the number of the room's newest message.
    case "around":
      return settle({
        ...state, loaded: true, messages: asItIs(state, event.messages),
        hasOlder: event.messages[0]?.seq > 1, hasNewer: event.messages.at(-1)?.seq < event.last,
        rev: Math.max(state.rev, event.rev ?? 0),
      });
    case "older":
      return older(state, event);
    case "newer":
      return newer(state, event);
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
          clientId: event.clientId, content: event.content, replyTo: event.replyTo ?? null, at: event.at,
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

    case "removing":
      return { ...state, removing: [...state.removing, event.seq] };
    case "kept":
      return { ...state, removing: state.removing.filter((seq) => seq !== event.seq) };
    // Shown before the server knows; its change, of a higher rev, has the last word.
    case "reacted":
      return withMessage(state, event.seq, (message) => ({
        ...message, reactions: withReaction(message.reactions, event.emoji, state.me, event.isOn),
      }));
    case "quoted":
      return { ...state, quoted: { ...state.quoted, [event.seq]: event.message } };

    case "marked":
      return { ...state, newAfter: event.after };
    case "trimmed":
      return state.messages.length <= event.keep
        ? state
        : { ...state, messages: state.messages.slice(-event.keep), hasOlder: true };
    case "unloaded":
      return { ...emptyTimeline(state.roomId, state.me), outgoing: state.outgoing, removing: state.removing };
  }
  return state;
}

function older(state, event) {
  const joins = event.messages.length === 0 || event.messages.at(-1).seq === firstSeq(state) - 1;
  if (!joins) return state;
  const messages = [...asItIs(state, event.messages), ...state.messages];
  const kept = messages.slice(0, runMessagesMax);
  return { ...state, messages: kept, hasOlder: event.has_more, hasNewer: state.hasNewer || kept.length < messages.length };
}

function newer(state, event) {
  if (!state.hasNewer) return settle({ ...state, ahead: [...state.ahead, ...event.messages] });
  const messages = [...state.messages, ...asItIs(state, event.messages.filter((m) => m.seq > lastSeq(state)))];
  const kept = messages.slice(-runMessagesMax);
  return settle({
    ...state, messages: kept, hasNewer: event.has_more, hasOlder: state.hasOlder || kept.length < messages.length,
  });
}

function withOutgoing(state, clientId, change) {
  return { ...state, outgoing: state.outgoing.map((o) => (o.clientId === clientId ? change(o) : o)) };
}

function withMessage(state, seq, change) {
  return { ...state, messages: state.messages.map((m) => (m.seq === seq ? change(m) : m)) };
}

/// Moves messages that are next in line from `ahead` to the run; those that the run has are dropped, unless newer.
function settle(state) {
  if (!state.loaded) return { ...state, ahead: state.ahead.slice(-aheadMessagesMax) };
  let messages = state.messages;
  let rev = state.rev;
  const ahead = [];
  for (const message of asItIs(state, state.ahead).sort((a, b) => a.seq - b.seq)) {
    const last = messages.at(-1)?.seq ?? 0;
    rev = Math.max(rev, message.rev ?? 0);
    if (message.seq <= last) messages = replaced(messages, message);
    else if (state.hasNewer) continue;
    else if (message.seq === last + 1) messages = [...messages, message];
    else if (ahead.at(-1)?.seq !== message.seq) ahead.push(message);
  }
  const outgoing = state.outgoing.filter((o) =>
    !messages.some((m) => m.client_id === o.clientId && m.user_id === state.me));
  return { ...state, messages, ahead, outgoing, rev };
}

function replaced(messages, message) {
  return messages.map((m) => (m.seq === message.seq && (m.rev ?? 0) < (message.rev ?? 0) ? message : m));
}

/// The messages of a page, as later changes have left them.
function asItIs(state, messages) {
  return messages.map((message) => state.early.findLast((change) => change.seq === message.seq
    && (change.rev ?? 0) > (message.rev ?? 0)) ?? message);
}

function changed(state, message) {
  const isRemoved = Boolean(message.deleted_at);
  const isHere = [...state.messages, ...state.ahead].some((m) => m.seq === message.seq);
  return {
    ...state,
    ahead: replaced(state.ahead, message),
    early: isHere ? state.early : [...state.early, message].slice(-earlyChangesMax),
    messages: replaced(state.messages, message),
    removing: isRemoved ? state.removing.filter((seq) => seq !== message.seq) : state.removing,
    quoted: message.seq in state.quoted ? { ...state.quoted, [message.seq]: message } : state.quoted,
    rev: Math.max(state.rev, message.rev ?? 0),
  };
}
