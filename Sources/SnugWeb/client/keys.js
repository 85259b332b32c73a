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
