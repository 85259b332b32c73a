// The dialog in which a picture is moved and enlarged until the square shows what it should.
import { showDialog } from "../ui/dialog.js";
import { el } from "../ui/dom.js";
import { form } from "../ui/form.js";
import { words } from "../words/words.js";
import { moved, zoomMax } from "./crop.js";
import { drawSquare, smallPicture } from "./picture-file.js";

const shownSide = 560;
const step = 0.05;
const arrows = { ArrowLeft: { right: -step }, ArrowRight: { right: step }, ArrowUp: { down: -step }, ArrowDown: { down: step } };

/// `onTaken(blob)` may throw a Problem.
export function showCrop({ picture, onTaken }) {
  let view = { zoom: 1, x: 0.5, y: 0.5 };
  const canvas = el("canvas", { class: "crop", tabindex: "0", role: "application", "aria-label": words.cropLabel });
  const zoom = el("input", { type: "range", class: "range", min: "1", max: String(zoomMax), step: "0.02", value: "1", "aria-label": words.enlarge });
  const draw = () => drawSquare(canvas, picture, view, shownSide);
  function move(by) {
    view = moved(picture, view, by);
    draw();
  }

  zoom.addEventListener("input", () => {
    view = { ...view, zoom: Number(zoom.value) };
    move({});
  });
  canvas.addEventListener("keydown", (event) => {
    if (!arrows[event.key]) return;
    event.preventDefault();
    move(arrows[event.key]);
  });
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    // A second finger moves nothing.
    if (!event.isPrimary || !canvas.hasPointerCapture(event.pointerId)) return;
    move({ right: -event.movementX / canvas.clientWidth, down: -event.movementY / canvas.clientHeight });
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom.value = String(Number(zoom.value) - event.deltaY / 400);
    zoom.dispatchEvent(new Event("input"));
  });

  const { root } = form({
    inputs: [], submit: words.takePicture, submitting: words.saving,
    async onSubmit() {
      await onTaken(await smallPicture(picture, view));
      dialog.close();
    },
  });
  const dialog = showDialog({
    title: words.cropTitle, className: "brief",
    content: [el("div", { class: "dialog-body" },
      el("p", { class: "quiet" }, words.cropLead), canvas,
      el("div", { class: "zoom" }, el("span", { "aria-hidden": "true" }, "−"), zoom, el("span", { "aria-hidden": "true" }, "+")), root)],
  });
  dialog.addEventListener("close", () => picture.close());
  draw();
  return dialog;
}
