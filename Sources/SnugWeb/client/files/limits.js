// The bounds of what can be sent, and the sentences for what is beyond them.
import { api } from "../models/api.js";
import { size } from "../text/size.js";
import { currentLocale, words } from "../words/words.js";

/// The bytes (UTF-8) of a file's name that the server takes.
const nameBytesMax = 255;
const endingMax = 16;

/// The name, cut to what the server takes, with its ending.
export function fittingName(name) {
  const bytes = (text) => new TextEncoder().encode(text).length;
  if (bytes(name) <= nameBytesMax) return name;
  const [ending] = name.match(/\.[^.]+$/) ?? [""];
  const kept = bytes(ending) <= endingMax ? ending : "";
  let rest = [...name.slice(0, name.length - kept.length)];
  while (bytes(rest.join("")) + bytes(kept) > nameBytesMax) rest = rest.slice(0, -1);
  return rest.join("") + kept;
}

/// The server's bounds of a description, and of all in one message (UTF-8).
const altCharactersMax = 1_000;
const altBytesMax = 8_192;
/// The most that a UTF-16 unit takes in UTF-8.
const bytesPerUnit = 3;

/// The characters that a description can have beside those of the other files.
export function altCharactersFor(others) {
  const bytes = others.reduce((sum, { alt }) => sum + new TextEncoder().encode(alt ?? "").length, 0);
  return Math.max(0, Math.min(altCharactersMax, Math.floor((altBytesMax - bytes) / bytesPerUnit)));
}

/// The files that one message can have.
export const filesMax = 10;

const inWords = (bytes) => size(bytes, currentLocale());

/// `{max, left}`: the bytes that the server takes a file, 0 for no files at all, and those that one's own files may
/// still have, which each message with files makes less; null for what is not known, as without a connection.
export async function limitsOf(chat) {
  const [site] = await Promise.all([api.site().catch(() => null), chat.lookAtMe(0)]);
  const { storage } = chat.me;
  return { max: site?.upload_max_bytes ?? null, left: storage ? Math.max(0, storage.max - storage.used) : null };
}

/// The bounds in a line.
export const limitsInWords = ({ max, left }) =>
  [max !== null && words.fileLimit(inWords(max)), left !== null && words.spaceLeft(inWords(left))].filter(Boolean).join(" · ");

/// The sentence for a file that is beyond them, or null; `others` are the bytes of the files that are there already.
export function refusalOf({ name, size: bytes }, { max, left }, others = 0) {
  if (bytes === 0) return words.fileEmpty(name);
  if (max !== null && bytes > max) return words.fileTooLarge(name, inWords(bytes), inWords(max));
  if (left !== null && others + bytes > left) return words.fileTooMuch(name, inWords(bytes), inWords(Math.max(0, left - others)));
  return null;
}
