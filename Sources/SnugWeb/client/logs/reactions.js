// The reactions to a message. Pure: `[{emoji, user_ids}]`, in the order in which they first came.

export const isMine = ({ user_ids: users }, me) => users.includes(me);

export function withReaction(reactions, emoji, user, isOn) {
  const list = reactions ?? [];
  const known = list.find((reaction) => reaction.emoji === emoji);
  if (Boolean(known && isMine(known, user)) === isOn) return list;
  if (!known) return [...list, { emoji, user_ids: [user] }];
  const users = isOn ? [...known.user_ids, user] : known.user_ids.filter((id) => id !== user);
  return list
    .map((reaction) => (reaction === known ? { ...reaction, user_ids: users } : reaction))
    .filter((reaction) => reaction.user_ids.length);
}
