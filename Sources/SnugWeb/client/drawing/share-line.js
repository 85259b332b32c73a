// The parts of a whole, as one line of colours and a list that names them.
import { el } from "../ui/dom.js";
import { shares } from "./scale.js";
import { svg } from "./svg.js";

const length = 1_000;
const least = 8;

/// `parts`: `[{name, amount, said}]`, in the order of their colours; the last one is what is left.
export function shareLine(parts) {
  const places = shares(parts.map(({ amount }) => amount), length, least);
  return [
    svg("svg", { class: "shares", viewBox: `0 0 ${length} 12`, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...places.map(({ x, width }, index) => svg("rect", { class: `share-${index}`, x, width, height: 12, fill: "currentcolor" }))),
    el("ul", { class: "legend" }, ...parts.map(({ name, said }, index) => el("li", {},
      el("span", { class: `swatch share-${index}` }), el("span", {}, name), el("span", {}, said)))),
  ];
}
