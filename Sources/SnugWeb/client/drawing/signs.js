// The signs of the administration's pages, in the manner of the page's icons.
import { svg } from "./svg.js";

const strokes = {
  overview: "M4 20V11M10 20V4M16 20v-7M21 20H3",
  people: "M12.5 8.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM2.5 19.5c.4-3.4 3-5.5 6.5-5.5s6.1 2.1 6.5 5.5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.6c2 .8 3.3 2.5 3.5 4.9",
  waiting: "M7 3h10M7 21h10M8 3v3.5L12 12l-4 5.5V21M16 3v3.5L12 12l4 5.5V21",
  invites: "M3 7h18v11H3zM3 7.5l9 6.5 9-6.5",
  devices: "M4 5h13v9H4zM2 17h11M16 10h5v10h-5z",
  rooms: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  mail: "M3 5l18 7-18 7 3-7zM6 12h7",
  backups: "M4 6.5C4 5 7.6 4 12 4s8 1 8 2.5S16.4 9 12 9 4 8 4 6.5ZM4 6.5v11C4 19 7.6 20 12 20s8-1 8-2.5v-11M4 12c0 1.5 3.6 2.5 8 2.5s8-1 8-2.5",
  findings: "M3 12h4l2.5-6 5 12L17 12h4",
  audit: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
  good: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM8 12.5l2.8 2.8L16 9.5",
};

export const sign = (name) =>
  svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: strokes[name] }));
