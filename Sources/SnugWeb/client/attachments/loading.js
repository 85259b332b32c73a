// The addresses that pictures are fetched from by themselves, and sizes in words.
import { addressOf } from "../text/file-kind.js";
import { size } from "../text/size.js";
import { currentLocale } from "../words/words.js";

/// A larger picture is fetched when it is pressed, where there is no small one of it.
const bytesMax = 1_000_000;
/// A hundred million pixels fit into 100 KB, and take 400 MB of whoever sees them.
const pixelsMax = 16_777_216;

const wantsMovement = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

const isLight = ({ size: bytes, width, height }) => bytes <= bytesMax && (width ?? 0) * (height ?? 0) <= pixelsMax;

/// The address of the picture, or of the small one of it, that is shown before it is asked for; null for none. One that
/// moves does so by itself for those who want it.
export function shownAddress(file) {
  const small = addressOf(file.preview_url);
  const whole = isLight(file) ? addressOf(file.url) : null;
  if (file.type === "image/gif") return (wantsMovement() && whole) || small;
  return small ?? whole;
}

/// The side that a picture in a square should have, in pixels, and the long side of a small picture.
const squareSide = 300;
const smallSide = 640;

/// True if the small one of a long and narrow picture would have to be enlarged to fill a square.
const isTooNarrow = ({ width, height }) => Boolean(width && height) && Math.min(width, height) / Math.max(width, height) * smallSide < squareSide;

/// The same for a picture that fills a square: of one that is long and narrow, the whole one where that is small
/// enough.
export const squareAddress = (file) => shownAddress(isTooNarrow(file) && isLight(file) ? { ...file, preview_url: null } : file);

/// True if it cannot fill the square, and is shown at its own size there.
export const isStrip = (file, address) => isTooNarrow(file) && address === addressOf(file.preview_url);

export const sizeOf = (file) => size(file.size, currentLocale());
