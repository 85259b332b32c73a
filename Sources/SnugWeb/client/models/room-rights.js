// One's rights in a room, as Permissions.swift decides them: the page offers nothing that would be refused. Pure.
import { isAdministrator } from "./people.js";

/// `members` as in the room's answer, `me` with `id` and `role`.
export function rightsIn({ kind, welcomes }, members, me) {
  const membership = members.find(({ user_id: user }) => user === me.id);
  const isMember = membership !== undefined;
  // The room where strangers land belongs to the administrators.
  const rules = isAdministrator(me) || membership?.role === "owner" && !welcomes;
  const isShared = kind !== "direct";
  return {
    isMember,
    mayJoin: kind === "open" && !isMember,
    mayAdd: isShared && isMember,
    mayRemove: isShared && rules,
    mayRename: isShared && rules,
    mayLeave: isMember,
    // A conversation of two is only taken from one's own list: the other keeps it.
    mayDelete: isShared && rules,
    // Those of others.
    mayDeleteWords: isShared && isMember && (isAdministrator(me) || membership.role === "owner"),
  };
}
