// The part of a picture that a viewer shows: enlarged, and moved. Pure: lengths in pixels, `x` and `y` from the middle
// of the stage to the middle of the picture, points from the middle of the stage.

export const whole = { zoom: 1, x: 0, y: 0 };
const zoomMax = 8;
/// Two taps enlarge so much.
const tapZoom = 2.5;
export const zoomStep = 1.5;

/// The size of a picture that has to fit into the stage; one that is smaller stays as it is.
export function fitted({ width, height }, stage) {
  const scale = Math.min(1, stage.width / width, stage.height / height);
  return { width: width * scale, height: height * scale };
}

/// No edge of the picture comes within the stage, unless all of it fits.
function bounded({ zoom, x, y }, { picture, stage }) {
  const within = (offset, length, room) => {
    const most = Math.max(0, (length * zoom - room) / 2);
    return Math.max(-most, Math.min(most, offset));
  };
  return { zoom, x: within(x, picture.width, stage.width), y: within(y, picture.height, stage.height) };
}

/// The part under the point stays there.
export function zoomed(view, factor, sizes, { x, y } = { x: 0, y: 0 }) {
  const zoom = Math.max(1, Math.min(zoomMax, view.zoom * factor));
  const by = zoom / view.zoom;
  return bounded({ zoom, x: x - (x - view.x) * by, y: y - (y - view.y) * by }, sizes);
}

export const panned = (view, right, down, sizes) => bounded({ ...view, x: view.x + right, y: view.y + down }, sizes);

export const resized = (view, sizes) => bounded(view, sizes);

/// Two taps enlarge the place that they meet, or show the whole again.
export const tapped = (view, sizes, point) => (view.zoom > 1 ? whole : zoomed(view, tapZoom, sizes, point));

/// A finger that has come this far has made its mind up.
const farPixels = 80;
const downPixels = 110;
/// A short swipe does it where it is quick.
const flickPixels = 30;
const flickPixelsPerMillisecond = 0.5;

/// The meaning of a finger that went across a picture that is not enlarged: "next", "previous", "close", or null.
export function swiped({ right, down, milliseconds, isRightToLeft = false }) {
  const far = Math.abs(right);
  if (far > Math.abs(down)) {
    if (far < farPixels && (far < flickPixels || far / milliseconds < flickPixelsPerMillisecond)) return null;
    return (right < 0) === isRightToLeft ? "previous" : "next";
  }
  return down >= downPixels ? "close" : null;
}
