// The files that were sent in a room.
import { call, query } from "../models/api.js";

/// `{attachments, has_more}`, the newest first; `before` is an attachment's id.
export const roomFiles = (roomId, parameters) => call("GET", query(`/rooms/${roomId}/attachments`, parameters));

/// False where the server says that the file is not there, or not for the reader. Throws where it cannot be asked.
export async function isThere(url) {
  const { status } = await fetch(url, { method: "HEAD", cache: "no-store" });
  if (status >= 500 || status === 429) throw new TypeError("The server cannot say");
  return status < 400;
}
