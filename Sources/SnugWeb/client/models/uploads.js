// The way of a file to the server, with its progress.
import { FileUploads } from "../outbox/file-uploads.js";
import { learnSendingWords } from "../words/talk-words.js";
import { call, problemOf, query } from "./api.js";
import { OutboxStore } from "./outbox-store.js";

/// A line on which nothing moves for so long is dead.
const silentMillisecondsMax = 60_000;
/// A sign-out waits no longer for that; the server removes by itself what no message names for a day.
const withinMilliseconds = 2_000;

/// Makes the uploads of unsent messages, see FileUploads.
export async function fileUploads({ store, socket, logs, outbox, onSaid, onNotKept }) {
  await learnSendingWords();
  return new FileUploads({
    send: upload,
    remove: (id) => call("DELETE", `/attachments/${id}`).catch(() => {}),
    read: (clientId) => store.files(clientId),
    confirm: () => socket.confirm(),
    onShown: (roomId, clientId, files) => logs.apply(roomId, { type: "files", clientId, files }),
    onUploaded: (...uploaded) => outbox.uploaded(...uploaded),
    onFailed: (clientId, detail) => outbox.notUploaded(clientId, detail),
    onSaid,
    onNotKept,
  });
}

/// Promises the attachment. `fetch` tells nothing of how far a body has come.
async function upload({ roomId, name, alt, type, blob, previewOf, onProgress, signal }) {
  const { status, text, retryAfter } = await new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer = 0;
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), silentMillisecondsMax);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      onProgress(total ? loaded / total : 0);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      resolve({ status: request.status, text: request.responseText, retryAfter: request.getResponseHeader("Retry-After") });
    };
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", `/api/v1${query(`/rooms/${roomId}/attachments`, { name, alt, preview_of: previewOf })}`);
    request.setRequestHeader("Content-Type", type || "application/octet-stream");
    request.send(blob);
    moved();
  });
  if (status === 201) return JSON.parse(text);
  throw await problemOf(status, read(text), retryAfter);
}

/// A proxy answers with a page.
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/// Removes the files of unsent messages, which whoever signs out leaves, from the server, as far as it answers soon.
/// `uploads` promises FileUploads, where there are any.
export function removeAbandoned({ userId, uploads, epoch }) {
  const late = new Promise((resolve) => { setTimeout(resolve, withinMilliseconds); });
  return Promise.race([late, remove({ userId, uploads, epoch })]);
}

async function remove({ userId, uploads, epoch }) {
  const stored = (await new OutboxStore(userId).all() ?? []).flatMap(({ files = [] }) => files).filter((file) => file.epoch === epoch);
  const ids = new Set([...stored.map(({ id }) => id), ...(await uploads)?.ids ?? []]);
  await Promise.allSettled([...ids].map((id) => call("DELETE", `/attachments/${id}`, undefined, { within: withinMilliseconds })));
}
