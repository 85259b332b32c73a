// The square that is cut out of a picture, and the sizes that it is tried in. Pure.

/// The side of a picture as it is kept; smaller ones are tried where it weighs too much.
export const sides = [512, 384, 256, 160];
export const qualities = [0.86, 0.72, 0.55];
/// The server takes no more.
export const bytesMax = 128 * 1_024;
export const zoomMax = 4;

/// The square in pixels of the picture: `zoom` is 1 for the largest that fits, `x` and `y` tell its middle, in shares
/// of the picture.
export function square({ width, height }, { zoom, x, y }) {
  const side = Math.min(width, height) / Math.min(zoomMax, Math.max(1, zoom));
  const place = (middle, length) => Math.min(length - side, Math.max(0, middle * length - side / 2));
  return { left: place(x, width), top: place(y, height), side };
}

/// The view moved by shares of the square that is seen, and no further than the picture goes.
export function moved(picture, view, { right = 0, down = 0 }) {
  const { left, top, side } = square(picture, view);
  const middle = (start, by, length) => (Math.min(length - side, Math.max(0, start + by * side)) + side / 2) / length;
  return { ...view, x: middle(left, right, picture.width), y: middle(top, down, picture.height) };
}
