// A room as the list of rooms shows it. Pure: each function gives the next state of one.

const none = { last_seq: 0, last_rev: 0, read_seq: 0, last_message: null };

/// Takes a room from an answer or a frame, which may be older than the socket's news, and may leave members out. Where
/// the connection has told how far one has read, `told`, forwards and back, that counts.
export function listed(known, room, { told = null } = {}) {
  const before = known ?? none;
  const isOlder = before.last_seq > (room.last_seq ?? 0);
  const read = told ?? Math.max(before.read_seq, room.read_seq ?? 0);
  return {
    ...before, ...room,
    // Left out of a whole room's answer where it is not so.
    ...room.kind && { welcomes: room.welcomes ?? false, deactivated: room.deactivated ?? false },
    ...isOlder && { last_activity_at: before.last_activity_at },
    // An end that is not told is none.
    ...room.notify && { notify_until: room.notify_until ?? null, notify_after: room.notify_after ?? null },
    ...(isOlder || read !== room.read_seq) && { mentions: before.mentions },
    last_message: newest(before.last_message, room.last_message),
    // A message that was read is there.
    last_seq: Math.max(before.last_seq, room.last_seq ?? 0, read),
    last_rev: Math.max(before.last_rev, room.last_rev ?? 0),
    read_seq: read,
  };
}

/// The room has at least these numbers.
export function heard(room, { last_seq: lastSeq, last_rev: lastRev }) {
  return { ...room, last_seq: Math.max(room.last_seq, lastSeq), last_rev: Math.max(room.last_rev, lastRev) };
}

/// `isOwn`: the reader has written it just now, which reads; `isMention`: it names the reader.
export function arrived(room, message, { isOwn = false, isMention = false } = {}) {
  const isNew = message.seq > room.last_seq;
  return {
    ...room,
    last_message: newest(room.last_message, message),
    last_seq: Math.max(room.last_seq, message.seq),
    last_activity_at: isNew ? message.timestamp : room.last_activity_at,
    read_seq: isOwn ? Math.max(room.read_seq, message.seq) : room.read_seq,
    mentions: isOwn ? 0 : mentions(room) + (isMention && isNew ? 1 : 0),
  };
}

/// Of a message that is newer than the one shown, its change may be heard before the list that has it.
export function changed(room, message) {
  return {
    ...room,
    last_rev: Math.max(room.last_rev, message.rev ?? 0),
    last_message: message.seq >= (room.last_message?.seq ?? room.last_seq) ? newest(room.last_message, message) : room.last_message,
  };
}

/// The reader has read up to `seq`. Only the server knows the mentions that were read; at the end, all are.
export function read(room, seq) {
  if (seq <= room.read_seq) return room;
  return { ...room, read_seq: Math.min(seq, room.last_seq), mentions: seq >= room.last_seq ? 0 : mentions(room) };
}

/// The reader's position as the server tells it, which may be further back.
export function told(room, seq) {
  return seq > room.read_seq ? read({ ...room, last_seq: Math.max(room.last_seq, seq) }, seq) : { ...room, read_seq: seq };
}

/// Nothing is known of the room's log any more.
export const forgotten = (room) => ({ ...room, ...none, mentions: 0 });

export const unread = (room) => Math.max(0, room.last_seq - room.read_seq);

export const mentions = (room) => room.mentions ?? 0;

const hasEnded = ({ notify_until: until }, now) => Boolean(until) && Date.parse(until) <= now;

/// Of a room's messages, "everything", "mentions" or "nothing" is to be told; after the end of that, what was before.
export const level = (room, now = Date.now()) =>
  (hasEnded(room, now) ? room.notify_after : room.notify) ?? "everything";

/// The level beneath one that has an end.
export const lastingLevel = (room, now = Date.now()) =>
  (room.notify_until && !hasEnded(room, now) ? room.notify_after ?? "everything" : level(room, now));

export const isMuted = (room, now) => level(room, now) === "nothing";

/// The unread messages that their reader wants to be told of.
function wanted(room) {
  const told = { everything: unread, mentions: (each) => Math.min(mentions(each), unread(each)), nothing: () => 0 };
  return told[level(room)](room);
}

export const unreadInAll = (rooms) => rooms.reduce((sum, room) => sum + wanted(room), 0);

/// The pinned ones first, then by newest activity. RFC 3339 in UTC with milliseconds sorts as text.
export const sorted = (rooms) =>
  [...rooms].sort((a, b) => Boolean(b.pinned) - Boolean(a.pinned)
    || (b.last_activity_at ?? "").localeCompare(a.last_activity_at ?? "") || b.id - a.id);

/// Of two states of a room's last message, the later one.
function newest(known, message) {
  if (!known || !message) return message ?? known ?? null;
  if (known.seq !== message.seq) return known.seq > message.seq ? known : message;
  return (known.rev ?? 0) > (message.rev ?? 0) ? known : message;
}
