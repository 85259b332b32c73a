// The size and form in which a picture is sent. Pure.

/// The long side of a picture that is sent, in pixels.
export const sideMax = 2_560;
/// Nothing could be read on one that is long and narrow if it were less wide than that, unless it is as long as this.
const narrowSide = 1_080;
const narrowSideMax = 12_000;
/// The same of the small one that stands in the room, and its bytes.
export const previewSideMax = 640;
export const previewBytesMax = 100_000;
/// The types that every browser shows.
const shownEverywhere = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];
const endings = { "image/webp": "webp", "image/jpeg": "jpg" };

/// True for what may be a picture that the browser draws. One in SVG has no size of its own, and may hold scripts.
export const mayBePicture = ({ type }) => type.startsWith("image/") && type !== "image/svg+xml";

/// The long side at which a picture of that size is sent, in pixels.
export const sentSide = ({ width, height }) =>
  Math.max(sideMax, Math.min(narrowSideMax, Math.round(Math.max(width, height) / Math.min(width, height) * narrowSide)));

/// The size at which the long side is at most that; never larger than it was.
export function fitted({ width, height }, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/// True if it is drawn anew: too large, or of a type that other browsers do not show. One that moves goes as it is.
export const isDrawnAnew = ({ type, width, height, isMoving }) =>
  !isMoving && (Math.max(width, height) > sentSide({ width, height }) || !shownEverywhere.includes(type));

export const needsPreview = ({ size, width, height }) => Math.max(width, height) > previewSideMax || size > previewBytesMax;

/// The types from which the server takes what the camera wrote into them: their files can go as they are.
const cleanedByServer = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic", "image/heif"];

/// True if a picture that is drawn anew could also go as it is.
export const mayStayAsIs = ({ type }) => cleanedByServer.includes(type);

/// Its name with the ending of its new type.
export const renamed = (name, type) => `${name.replace(/(?<=.)\.\w{1,5}$/, "")}.${endings[type]}`;

/// True if the picture in these bytes moves: a GIF with a second frame, an animated WebP, APNG or AVIF.
export function isMoving(bytes, type) {
  switch (type) {
    case "image/gif": return hasSecondFrame(bytes);
    // In the header of the extended form, a flag.
    case "image/webp": return text(bytes, 12) === "VP8X" && (bytes[20] & 0x02) !== 0;
    case "image/png": return hasAnimationControl(bytes);
    case "image/avif": return text(bytes, 8) === "avis";
    default: return false;
  }
}

const text = (bytes, at) => String.fromCharCode(...bytes.subarray(at, at + 4));

/// Walks over the blocks of a GIF (GIF89a, appendix A): after the header and the colours that all frames share, frames
/// and extensions, each a chain of pieces that an empty one ends.
function hasSecondFrame(bytes) {
  const colours = (flags) => (flags & 0x80 ? 3 << (flags & 7) + 1 : 0);
  const pastPieces = (at) => {
    while (bytes[at]) at += 1 + bytes[at];
    return at + 1;
  };
  let frames = 0;
  for (let at = 13 + colours(bytes[10]); at < bytes.length && frames < 2;) {
    if (bytes[at] === 0x21) at = pastPieces(at + 2);
    else if (bytes[at] === 0x2c) {
      frames += 1;
      at = pastPieces(at + 11 + colours(bytes[at + 9]));
    } else break;
  }
  return frames > 1;
}

/// Among the chunks of a PNG before its image: length, type, data, checksum.
function hasAnimationControl(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = text(bytes, at + 4);
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
  }
  return false;
}
