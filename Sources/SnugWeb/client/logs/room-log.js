// The state of one room on this page: its place in the list of rooms, a run of its messages, and what is to be fetched.
// Pure: `reduce(log, event)` gives the next state, `wants(log)` the next call to the server. The only owner of numbers
// (`seq`, `rev`), of reading, and of what is unread.
//
// `room` is the room as the list shows it, null for one that is not in it; its `last_seq` and `last_rev` are the
// highest that were heard of. `told` is the reader's position as the server tells it on this connection, or null, in
// which `countedSeq` is the last message that counts: the newest at its start, then each of the reader's own; `unsaid`
// is the position that there was no connection to tell. `isOpen`: the room is on the page; `isFollowing`: its reader is
// at the end; `isWatched`: and looks at it. `seeking` is the page that its reader waits for; while `isResuming`, the
// server is filling what was missed.
import { withReaction } from "./reactions.js";
import * as summary from "./room-summary.js";
import * as run from "./run.js";
import { firstSeq, lastSeq, messageAt, recentChangesMax } from "./run.js";

export const pageMessages = 50;
/// With many unread, the first page reaches back to a little before them, as far as one call can.
const readMessagesAbove = 10;
export const pageMessagesMax = 200;
/// Further behind than this, a reader comes to the missed messages page by page.
const catchUpMessagesMax = 400;

export function emptyLog(roomId, me) {
  return {
    roomId, me, room: null, told: null, countedSeq: 0, unsaid: 0, isOpen: false, isFollowing: false, isWatched: false, seeking: null,
    isResuming: false, ...run.emptyRun,
  };
}

/// The number of the newest message that was heard of.
export const headSeq = (log) => Math.max(log.room?.last_seq ?? 0, lastSeq(log), log.ahead.at(-1)?.seq ?? 0);

const headRev = (log) => log.room?.last_rev ?? 0;

/// The next page to fetch, or null: `{page: "newest", limit}`, `{page: "around", seq}`, `{page: "after", seq}` or
/// `{page: "changes", rev}`. The answer comes back as "fetched".
export function wants(log) {
  if (log.seeking) return log.seeking;
  if (!log.loaded || log.isResuming) return null;
  if (!log.hasNewer && headSeq(log) > lastSeq(log)) return { page: "after", seq: lastSeq(log) };
  if (headRev(log) > log.rev) return { page: "changes", rev: log.rev };
  return null;
}

/// The highest change that is in a page asked for now, as far as is known.
export const knownRev = (log) => Math.max(headRev(log), log.rev);

/// The position for a `resume` frame. A reader further back asks for changes alone: newer messages are fetched when
/// they come to them.
export const position = (log) => ({ seq: log.hasNewer ? headSeq(log) : lastSeq(log), rev: log.rev });

export function reduce(log, event) {
  const told = readingTold(log, event);
  const room = inList(told, event);
  const countedSeq = counted(log, event);
  return kept(step(room === told.room && countedSeq === log.countedSeq ? told : { ...told, room, countedSeq }, event));
}

/// The messages up to this one count in the position that the server told when the connection, or being there, began.
function counted({ room, me, countedSeq }, event) {
  switch (event.type) {
    case "hello": return event.last_seq;
    case "message":
    case "acknowledged": return event.message.user_id === me ? Math.max(countedSeq, event.message.seq) : countedSeq;
    case "listed": return event.isFrame && room === null ? event.room.last_seq ?? 0 : countedSeq;
    // Numbers mean nothing any more.
    case "another-log": return 0;
    default: return countedSeq;
  }
}

/// The reader's position as the connection tells it: answers to calls may be older.
function readingTold(log, event) {
  const is = (told) => (told === log.told ? log : { ...log, told });
  switch (event.type) {
    case "hello": return is(event.read_seq);
    case "told": return setBack(is(event.seq), event);
    case "listed": return event.isFrame ? is(event.room.read_seq ?? log.told) : log;
    case "message":
    case "acknowledged": return isRead(log, event.message) ? is(Math.max(log.told ?? 0, event.message.seq)) : log;
    case "seen": return is(log.told === null ? null : Math.max(log.told, event.seq));
    case "closed":
    case "left":
    case "another-log": return is(null);
    default: return log;
  }
}

/// The "New" line stands where the reader marks messages as unread.
const setBack = (log, { seq }) => (log.isOpen && seq < (log.room?.read_seq ?? 0) ? { ...log, newAfter: seq } : log);

/// Sending reads, once: a message may come again after its reader has marked it unread, and what was there when the
/// connection began counts in what the server said then.
const isRead = (log, message) => message.user_id === log.me && message.seq > log.countedSeq;

/// The room as the list shows it.
function inList(log, event) {
  const { room } = log;
  switch (event.type) {
    case "listed": return summary.listed(room, event.room, log);
    case "left": return null;
    case "hello": return room && summary.told(summary.heard(room, event), event.read_seq);
    case "resumed":
    case "resync": return room && summary.heard(room, event);
    case "told": return room && summary.told(room, event.seq);
    case "seen": return room && summary.read(room, event.seq);
    case "message":
    case "acknowledged":
      return room && summary.arrived(room, event.message, { isOwn: isRead(log, event.message), isMention: event.isMention });
    case "change": return room && summary.changed(room, event.message);
    case "another-log": return room && summary.forgotten(room);
    default: return room;
  }
}

function step(log, event) {
  switch (event.type) {
    // The connection

    // The first frame tells of the room; messages and changes that were missed are asked for.
    case "hello": return shown({ ...log, isResuming: log.loaded, unsaid: 0 });
    case "resumed": return run.withRev({ ...log, isResuming: false }, event.last_rev);
    case "resync":
    case "closed": return { ...log, isResuming: false };
    // The server's log is another: numbers mean nothing any more.
    case "another-log": return opened({ ...run.unloaded(sentAgain(log)), unsaid: 0 });
    case "left": return { ...run.unloaded(log), seeking: null };
    case "listed": return shown(log);

    // News from the server

    case "message": return isKept(log) ? run.withMessage(log, event.message) : log;
    case "change": return isKept(log) ? run.withChange(log, event.message) : log;
    case "fetched": return fetched(log, event);
    case "acknowledged": return acknowledged(log, event.message);
    case "quoted": return { ...log, quoted: { ...log.quoted, ...event.messages } };

    // Kept by a page before this one
    case "restored": return run.withPage(log, { ...event.run, hasNewer: false });

    // Acts of the reader

    case "opened": return opened({ ...log, isOpen: true });
    case "shut":
      return run.trimmed({ ...log, isOpen: false, isFollowing: false, isWatched: false, newAfter: null, seeking: null }, pageMessages);
    case "watched": return watched(log, event);
    case "seen": return event.isSaid ? log : { ...log, unsaid: Math.max(log.unsaid, event.seq) };
    case "sought": return { ...log, seeking: event.seq ? { page: "around", seq: event.seq } : newestPage };
    case "given-up": return givenUp(log, event);

    // Messages of the reader

    case "posted":
      return {
        ...log, newAfter: null,
        outgoing: [...log.outgoing, {
          clientId: event.clientId, content: event.content, replyTo: event.replyTo ?? null, at: event.at,
          order: event.order ?? event.at, epoch: event.epoch ?? null, files: event.files ?? [], status: "sending",
          detail: null,
        }],
      };
    // Its files are on their way, or stopped.
    case "files": return withOutgoing(log, event.clientId, (o) => ({ ...o, files: event.files }));
    case "refused":
      return withOutgoing(log, event.clientId, (o) =>
        o.status === "sending" ? { ...o, status: "failed", detail: event.detail ?? null } : o);
    case "retried": return withOutgoing(log, event.clientId, (o) => ({ ...o, status: "sending", detail: null }));
    // The message that it answers is one of another log.
    case "answer-lost":
      return withOutgoing(log, event.clientId, (o) => ({ ...o, replyTo: null, status: "failed", detail: event.detail }));
    case "discarded": return withoutOutgoing(log, event.clientId);

    case "removing": return { ...log, removing: [...log.removing, event.seq] };
    case "kept": return { ...log, removing: log.removing.filter((seq) => seq !== event.seq) };
    // Shown before the server knows; its change, of a higher rev, has the last word.
    case "reacted": return reacted(log, event);
  }
  return log;
}

/// Someone far behind reads on page by page; of a room that nobody looks at, nothing is kept then.
function kept(log) {
  if (!log.loaded || log.hasNewer || log.isResuming || headSeq(log) - lastSeq(log) <= catchUpMessagesMax) return log;
  return log.isOpen ? run.detached({ ...log, newAfter: log.newAfter ?? lastSeq(log) }) : run.unloaded(log);
}

const newestPage = { page: "newest", limit: pageMessages };

/// The room comes on the page. The first unread message must have a row, with one that was read above it.
function opened(log) {
  if (!log.isOpen) return log;
  const read = log.room?.read_seq ?? 0;
  const unread = Math.max(0, headSeq(log) - read);
  const newAfter = unread > 0 ? read : null;
  const holds = log.loaded && (newAfter === null || firstSeq(log) <= Math.max(1, newAfter));
  const next = { ...(holds ? log : run.unloaded(log)), newAfter };
  if (holds) return { ...next, seeking: null };
  const wanted = unread + readMessagesAbove;
  return {
    ...next,
    seeking: wanted > pageMessagesMax
      ? { page: "around", seq: Math.max(1, read) }
      : { page: "newest", limit: Math.max(pageMessages, wanted) },
  };
}

/// One is in the room: it may be one that could not be shown before.
const shown = (log) => (log.loaded || log.seeking ? log : opened(log));

/// An answer: `want` as it was asked for, `rev` as known then, `answer` as it came. One that is too old counts for
/// nothing and is wanted again; so is one that nobody waits for any more.
function fetched(log, { want, rev, answer }) {
  const { messages, has_more: hasMore } = answer;
  if (want.page === "changes") {
    const next = messages.reduce(run.withChange, log);
    return run.withRev(next, hasMore && messages.length ? messages.at(-1).rev : answer.last_rev);
  }
  if (knownRev(log) - rev > recentChangesMax) return log;
  switch (want.page) {
    case "older": return run.withOlder(log, { messages, hasOlder: hasMore });
    case "newer":
    case "after": return run.withNewer(log, { messages, hasNewer: hasMore });
    case "newest":
      return want === log.seeking
        ? run.withPage({ ...log, seeking: null }, { messages, hasOlder: hasMore, hasNewer: false, rev }) : log;
    case "around":
      return want === log.seeking
        ? run.withPage({ ...log, seeking: null }, {
          messages, hasOlder: messages[0]?.seq > 1, hasNewer: messages.at(-1)?.seq < headSeq(log), rev,
        })
        : log;
  }
}

function watched(log, { isFollowing, isVisible }) {
  const isWatched = isFollowing && isVisible;
  return isFollowing === log.isFollowing && isWatched === log.isWatched ? log : { ...log, isFollowing, isWatched };
}

/// A refusal. One of before one was in the room, or before this connection began, `isOld`, says nothing of what is
/// there now.
function givenUp(log, { want, isOld }) {
  if (want !== log.seeking) return log;
  const next = { ...log, seeking: null };
  return log.room && isOld ? shown(next) : next;
}

/// A message that was acknowledged but stands in no run has its acknowledgement from a log that is no more.
function sentAgain(log) {
  return { ...log, outgoing: log.outgoing.map((o) => (o.status === "sent" ? { ...o, status: "sending" } : o)) };
}

/// The row stays where it is until the message has its place in the run: nothing jumps.
function acknowledged(log, message) {
  const clientId = message.client_id;
  if (!isKept(log)) return withoutOutgoing(log, clientId);
  return run.withMessage(withOutgoing(log, clientId, (o) => ({ ...o, status: "sent", seq: message.seq })), message);
}

/// Of a room that was not opened, no messages are kept.
const isKept = (log) => log.loaded || log.isOpen;

function withoutOutgoing(log, clientId) {
  return { ...log, outgoing: log.outgoing.filter((o) => o.clientId !== clientId) };
}

function withOutgoing(log, clientId, change) {
  return { ...log, outgoing: log.outgoing.map((o) => (o.clientId === clientId ? change(o) : o)) };
}

function reacted(log, { seq, emoji, isOn }) {
  const message = messageAt(log, seq);
  if (!message) return log;
  const reactions = withReaction(message.reactions, emoji, log.me, isOn);
  return { ...log, messages: log.messages.with(seq - firstSeq(log), { ...message, reactions }) };
}
