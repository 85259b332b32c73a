// A QR code as a picture that scales: one path of dark modules on white, in light and dark alike.
import { qrCode } from "./qr.js";

const svg = "http://www.w3.org/2000/svg";
/// Readers need this many light modules around it.
const quietModules = 4;

/// Null for a text that is too long for one.
export function qrPicture(text, label) {
  const modules = qrCode(text);
  if (modules === null) return null;
  const side = modules.length + 2 * quietModules;
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + quietModules} ${y + quietModules}h1v1h-1z` : "")));
  return node("svg", { class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    node("rect", { width: side, height: side, fill: "#fff" }),
    node("path", { d: dark.join(""), fill: "#000" }));
}

function node(tag, attributes, ...children) {
  const made = document.createElementNS(svg, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
