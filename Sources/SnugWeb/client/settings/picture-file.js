// A picture made small enough to be kept: square, and without anything that the camera wrote into it.
import { encoded } from "../files/encoding.js";
import { bytesMax, qualities, sides, square } from "./crop.js";

/// The picture in a file as the browser draws it, turned upright; null where it can draw none.
export async function pictureIn(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

export function drawSquare(canvas, picture, view, side) {
  const { left, top, side: taken } = square(picture, view);
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  // Transparent parts would be black in a JPEG.
  context.fillStyle = "white";
  context.fillRect(0, 0, side, side);
  context.drawImage(picture, left, top, taken, taken, 0, 0, side, side);
}

/// The file that is sent: WebP where the browser makes it, else JPEG.
export async function smallPicture(picture, view) {
  const canvas = document.createElement("canvas");
  let smallest = null;
  for (const side of sides) {
    drawSquare(canvas, picture, view, side);
    for (const quality of qualities) {
      smallest = await encoded(canvas, quality);
      if (smallest.size <= bytesMax) return smallest;
    }
  }
  return smallest;
}
