// Kinds of files, and the only addresses that one is ever fetched from. Pure.

/// The types that browsers show and that hold no script; the server gives all others for downloading alone.
const shown = /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/(?:mp4|quicktime|webm)|audio\/(?:mpeg|ogg|wav|mp4|webm))$/;

/// "picture", "video", "audio", or "file" for one that is not shown. A picture that not every browser can show is one
/// where there is a small one of it, `preview_url`; of a file that is not sent yet, `url` is that.
export function kindOf({ type = "", preview_url: preview, state, url }) {
  const [kind] = type.split("/");
  if (kind === "image") return shown.test(type) || preview || (state && url) ? "picture" : "file";
  return shown.test(type) ? kind : "file";
}

const own = /^\/api\/v1\/attachments\/[1-9]\d*\/(?!(?:\.|%2e){1,2}$)[^/?#\\\s]+$/i;

/// The address, if it is one of an attachment on this server, else null.
export const addressOf = (url) => (typeof url === "string" && own.test(url) ? url : null);
