// Shortcuts that work wherever the focus is. Pure: the name of a command, or null.

/// `isWriting`: there is a text around the caret, whose keys of movement are its writer's.
export function shortcut({ key, altKey, shiftKey, ctrlKey, metaKey }, isWriting = false) {
  const hasCommand = ctrlKey || metaKey;
  if (isWriting && /^(Arrow|End$|Page)/.test(key)) return null;
  if (altKey && !hasCommand && key === "ArrowUp") return shiftKey ? "previous-unread" : "previous-room";
  if (altKey && !hasCommand && key === "ArrowDown") return shiftKey ? "next-unread" : "next-room";
  if (hasCommand && !altKey && !shiftKey && key.toLowerCase() === "k") return "switch";
  if (hasCommand && !altKey && shiftKey && key.toLowerCase() === "f") return "search";
  if (ctrlKey && !altKey && key === "End") return "newest";
  if (shiftKey && !hasCommand && !altKey && key === "PageUp") return "first-unread";
  if (hasCommand && !altKey && key === "/") return "help";
  if (!hasCommand && !altKey && key === "Escape") return shiftKey ? "read-all" : "read";
  return null;
}

/// The room beside the current one in the list, wrapping around; of those that `isWanted` accepts.
export function neighbour(rooms, currentId, step, isWanted = () => true) {
  const at = rooms.findIndex(({ id }) => id === currentId);
  const start = at < 0 ? (step > 0 ? -1 : rooms.length) : at;
  for (let n = 1; n <= rooms.length; n++) {
    const room = rooms[(start + step * n + rooms.length * 2) % rooms.length];
    if (room.id !== currentId && isWanted(room)) return room;
  }
  return null;
}
