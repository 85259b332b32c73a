// Pictures made ready to be sent: scaled down, without anything that the camera wrote into them, with a small one
// beside them. Nothing larger than what is sent is ever drawn: some browsers draw black there, and say nothing.
import { encoded } from "./encoding.js";
import { fitted, isDrawnAnew, isMoving, mayBePicture, mayStayAsIs, needsPreview, previewBytesMax, previewSideMax, renamed, sentSide } from "./scaling.js";

const quality = 0.85;
const beginningBytes = 65_536;
const previewSides = [previewSideMax, 480, 320];
const previewQualities = [0.8, 0.6, 0.4];

/// `{name, type, size, blob}` of a file as it is sent; of a picture that the browser draws also `width`, `height`,
/// `preview` where there is one, and the `url` of what is shown of it; and of one that was drawn anew and could go as
/// it is, that as its `original`, with the same facts.
export async function prepared(file) {
  const { name, type, size } = file;
  const plain = { name, type, size, blob: file };
  const natural = mayBePicture(file) ? await sizeOf(file) : null;
  if (!natural) return plain;
  try {
    return await preparedPicture(file, natural);
  } catch (error) {
    console.warn("A picture is sent as it is", error);
    return plain;
  }
}

async function preparedPicture(file, natural) {
  const { type } = file;
  // The second frame of a GIF may lie anywhere; the others tell at their beginning.
  const beginning = type === "image/gif" ? file : file.slice(0, beginningBytes);
  const moves = isMoving(new Uint8Array(await beginning.arrayBuffer()), type);
  const isAnew = isDrawnAnew({ ...natural, type, isMoving: moves });
  const sent = isAnew ? fitted(natural, sentSide(natural)) : natural;
  const drawn = isAnew ? await encoded(await draw(file, sent), quality) : null;
  const blob = drawn ?? file;
  const preview = needsPreview({ ...sent, size: blob.size }) ? await smallOf(blob, sent) : null;
  const original = drawn && mayStayAsIs(file) && { name: file.name, type, size: file.size, ...natural, blob: file, preview: preview ?? drawn };
  return {
    name: drawn ? renamed(file.name, drawn.type) : file.name, type: blob.type, size: blob.size, ...sent,
    blob, preview, url: URL.createObjectURL(preview ?? blob), ...original && { original },
  };
}

/// As it is seen, turned upright; null where the browser can draw none.
async function sizeOf(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  const loaded = new Promise((done) => { image.onload = image.onerror = done; });
  image.src = url;
  await loaded;
  URL.revokeObjectURL(url);
  const { naturalWidth: width, naturalHeight: height } = image;
  return width && height ? { width, height } : null;
}

async function draw(file, { width, height }) {
  const picture = await createImageBitmap(file, {
    imageOrientation: "from-image", resizeWidth: width, resizeHeight: height, resizeQuality: "high",
  });
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas;
}

/// The largest and finest that is small enough; null where that is no smaller than the picture itself.
async function smallOf(blob, size) {
  for (const side of previewSides) {
    const canvas = await draw(blob, fitted(size, side));
    for (const each of previewQualities) {
      const preview = await encoded(canvas, each);
      if (preview.size >= blob.size) return null;
      if (preview.size <= previewBytesMax) return preview;
    }
  }
  return null;
}
