// A drawn picture as a file: WebP where the browser makes it, else JPEG.

export async function encoded(canvas, quality) {
  const webp = await blobOf(canvas, "image/webp", quality);
  if (webp?.type === "image/webp") return webp;
  // Transparent parts would be black in a JPEG.
  const context = canvas.getContext("2d");
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return blobOf(canvas, "image/jpeg", quality);
}

const blobOf = (canvas, type, quality) => new Promise((done) => canvas.toBlob(done, type, quality));
