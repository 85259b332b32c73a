// The calls about rooms: finding, making and entering them, their members, their name, and the place that each has with
// its reader. The page knows what was changed by one as soon as the server has answered.
import { lastingLevel } from "../logs/room-summary.js";
import { api, call, query } from "../models/api.js";

/// `{rooms}`, those that anybody may join.
export const openRooms = (q) => call("GET", query("/rooms/open", { q }));

export async function createRoom(chat, room) {
  return chat.entered(await call("POST", "/rooms", room));
}

export const directRoom = (chat, userId) => createRoom(chat, { kind: "direct", member_ids: [userId] });

export async function joinRoom(chat, id) {
  await addMember(id, chat.me.id);
  return chat.entered(await api.room(id));
}

export const leaveRoom = (chat, id) => chat.leave(id, removeMember(id, chat.me.id));

export const deleteRoom = (chat, id) => chat.leave(id, call("DELETE", `/rooms/${id}`));

export const addMember = (id, userId) => call("POST", `/rooms/${id}/members`, { user_id: userId });

export const removeMember = (id, userId) => call("DELETE", `/rooms/${id}/members/${userId}`);

const changeRoom = (id, change) => call("PATCH", `/rooms/${id}`, change);

export async function renameRoom(chat, id, name) {
  chat.logs.change(id, await changeRoom(id, { name }));
}

/// Newcomers come into this room from now on, and into no other.
export async function letWelcome(chat, id) {
  const room = await changeRoom(id, { welcomes: true });
  for (const other of chat.rooms) if (other.welcomes && other.id !== id) chat.logs.change(other.id, { welcomes: false });
  chat.logs.change(id, room);
}

/// `until` is the moment, in RFC 3339, from which on it is as it was; without one it stays so.
export async function setNotify(chat, id, notify, until) {
  const after = until && lastingLevel(chat.room(id));
  await call("POST", `/rooms/${id}/notify`, { notify, until });
  chat.logs.change(id, { notify, notify_until: until, notify_after: after });
}

export async function pinRoom(chat, id, pinned) {
  await call("POST", `/rooms/${id}/pin`, { pinned });
  chat.logs.change(id, { pinned });
}

/// `seq` is the first unread message from now on; the connection tells all of one's devices.
export const markUnread = (id, seq) => call("POST", `/rooms/${id}/unread`, { seq });
