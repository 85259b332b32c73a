// The addresses that pictures are fetched from by themselves, and sizes in words.
import { addressOf } from "../text/file-kind.js";
import { size } from "../text/size.js";
import { currentLocale } from "../words/words.js";

/// A larger picture is fetched when it is pressed, where there is no small one of it.
const bytesMax = 1_000_000;
/// A hundred million pixels fit into 100 KB, and take 400 MB of whoever sees them.
const pixelsMax = 16_777_216;

const wantsMovement = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

/// The address of the picture, or of the small one of it, that is shown before it is asked for; null for none. One that
/// moves does so by itself for those who want it.
export function shownAddress(file) {
  const small = addressOf(file.preview_url);
  const isSmall = file.size <= bytesMax && (file.width ?? 0) * (file.height ?? 0) <= pixelsMax;
  const whole = isSmall ? addressOf(file.url) : null;
  if (file.type === "image/gif") return (wantsMovement() && whole) || small;
  return small ?? whole;
}

export const sizeOf = (file) => size(file.size, currentLocale());
