// A QR code as a picture that scales: one path of dark modules on white, in light and dark alike.
import { svg } from "../drawing/svg.js";
import { qrCode } from "./qr.js";

/// Readers need this many light modules around it.
const quietModules = 4;

/// Null for a text that is too long for one.
export function qrPicture(text, label) {
  const modules = qrCode(text);
  if (modules === null) return null;
  const side = modules.length + 2 * quietModules;
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + quietModules} ${y + quietModules}h1v1h-1z` : "")));
  return svg("svg", { class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: side, height: side, fill: "#fff" }),
    svg("path", { d: dark.join(""), fill: "#000" }));
}
