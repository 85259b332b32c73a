// The room list. Pure: each function gives a new Map of rooms by id.

/// Takes the server's list, which may be older than the socket's news.
export function replaced(rooms, list) {
  return new Map(list.map((room) => {
    const known = rooms.get(room.id);
    const merged = known && known.last_seq > room.last_seq
      ? { ...room, last_seq: known.last_seq, last_message: known.last_message, last_activity_at: known.last_activity_at }
      : room;
    return [room.id, { ...merged, read_seq: Math.max(merged.read_seq ?? 0, known?.read_seq ?? 0) }];
  }));
}

export function upserted(rooms, room) {
  const known = rooms.get(room.id) ?? { last_seq: 0, last_rev: 0, read_seq: 0, last_message: null };
  const merged = { ...known, ...room };
  return new Map(rooms).set(room.id, {
    ...merged,
    read_seq: Math.max(known.read_seq, room.read_seq ?? 0),
    last_seq: Math.max(known.last_seq, room.last_seq ?? 0),
    last_message: known.last_seq > (room.last_seq ?? 0) ? known.last_message : merged.last_message,
  });
}

export function left(rooms, roomId) {
  const next = new Map(rooms);
  next.delete(roomId);
  return next;
}

/// `isMention`: the message names the reader.
export function arrived(rooms, message, me, isMention = false) {
  const room = rooms.get(message.room_id);
  if (!room || message.seq <= room.last_seq) return rooms;
  return new Map(rooms).set(room.id, {
    ...room,
    last_seq: message.seq,
    last_message: message,
    last_activity_at: message.timestamp,
    // Sending reads.
    read_seq: message.user_id === me ? message.seq : room.read_seq,
    mentions: message.user_id === me ? 0 : mentions(room) + (isMention ? 1 : 0),
  });
}

export function changed(rooms, message) {
  const room = rooms.get(message.room_id);
  if (!room) return rooms;
  const isLast = room.last_message?.seq === message.seq;
  return new Map(rooms).set(room.id, {
    ...room,
    last_rev: Math.max(room.last_rev ?? 0, message.rev ?? 0),
    last_message: isLast ? message : room.last_message,
  });
}

export function read(rooms, roomId, seq) {
  const room = rooms.get(roomId);
  if (!room || seq <= room.read_seq) return rooms;
  // Only the server knows the mentions that were read; a reader at the end has read them all.
  return new Map(rooms).set(roomId, {
    ...room, read_seq: Math.min(seq, room.last_seq), mentions: seq >= room.last_seq ? 0 : mentions(room),
  });
}

/// True if `hello` knows of more than the list does.
export function isBehind(rooms, hello) {
  const ids = Object.keys(hello);
  return ids.length !== rooms.size || ids.some((id) => (rooms.get(Number(id))?.last_seq ?? -1) < hello[id].last_seq);
}

export const unread = (room) => Math.max(0, room.last_seq - room.read_seq);

export const mentions = (room) => room.mentions ?? 0;

export const unreadInAll = (rooms) =>
  [...rooms.values()].reduce((sum, room) => sum + (room.muted ? 0 : unread(room)), 0);

/// Newest activity first. RFC 3339 in UTC with milliseconds sorts as text.
export const sorted = (rooms) =>
  [...rooms.values()].sort((a, b) => (b.last_activity_at ?? "").localeCompare(a.last_activity_at ?? "") || b.id - a.id);
