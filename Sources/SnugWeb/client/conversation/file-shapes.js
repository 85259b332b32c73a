// The places of a message's files, whose sizes are known before anything is there: so nothing moves. They are filled
// by a part of the page that is fetched with the first of them (attachments/row-files.js).
import { kindOf } from "../text/file-kind.js";
import { el } from "../ui/dom.js";

const widthMax = 400;
const heightMax = 340;
const sideMin = 64;
/// The width of whatever is no picture.
const lineWidth = 320;
/// A longer name takes two lines.
const nameLineMax = 26;
const unknownSize = { picture: { width: 320, height: 240 }, video: { width: 400, height: 225 } };
const columns = 6;

/// The size of one picture or film in pixels, which a narrow page makes smaller.
export function boxOf({ width, height }) {
  const scale = Math.min(1, widthMax / width, heightMax / height);
  return { width: Math.max(sideMin, Math.round(width * scale)), height: Math.max(sideMin, Math.round(height * scale)) };
}

/// The columns, of six, that each of so many pictures takes: rows of three, and above them rows of two.
export function spans(count) {
  const inPairs = count % 3 === 0 ? 0 : count % 3 === 2 ? 2 : Math.min(count, 4);
  return Array.from({ length: count }, (_, index) => (index < inPairs ? columns / 2 : columns / 3));
}

/// As they are shown: pictures stand together.
export const inOrder = (files) => files.toSorted((a, b) => Number(kindOf(b) === "picture") - Number(kindOf(a) === "picture"));

/// The places of `files`, those of an element before it where they are the same.
export function filePlaces(files, before) {
  const shapes = shapesOf(files);
  const print = JSON.stringify(shapes);
  if (before?.dataset.shapes === print) return before;
  const root = el("div", { class: "files", "data-shapes": print }, ...shapes.map(({ kind, width, ratio, span }) => {
    const place = el("div", { class: `file-place ${kind}` });
    for (const [name, value] of Object.entries({ width, ratio, span })) if (value) place.style.setProperty(`--${name}`, value);
    return place;
  }));
  root.style.setProperty("--width", `${Math.max(...shapes.map((shape) => parseInt(shape.width ?? widthMax, 10)))}px`);
  return root;
}

/// Pictures beside each other are squares.
function shapesOf(files) {
  const kinds = files.map(kindOf);
  const pictures = kinds.filter((kind) => kind === "picture").length;
  const inGrid = spans(pictures);
  return files.map((file, index) => {
    const kind = kinds[index];
    if (kind === "picture" && pictures > 1) return { kind: "picture square", span: inGrid[index] };
    if (!unknownSize[kind]) return { kind: kind === "file" && file.name.length > nameLineMax ? "file long" : kind, width: `${lineWidth}px` };
    const { width, height } = boxOf(file.width && file.height ? file : unknownSize[kind]);
    return { kind, width: `${width}px`, ratio: `${width} / ${height}` };
  });
}
