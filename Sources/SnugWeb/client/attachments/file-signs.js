// The signs of files, in the manner of the page's icons.
import { drawing } from "../ui/dom.js";

const strokes = {
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  audio: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  video: "M4 6h16v12H4zM10 9.5v5l4.5-2.5z",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.01",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  message: "M20 12V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v14l4-4h10a2 2 0 0 0 2-2z",
  nearer: "M20 20l-4.3-4.3M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM11 8.5v5M8.5 11h5",
  farther: "M20 20l-4.3-4.3M17.5 11a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM8.5 11h5",
  next: "M9 5l7 7-7 7",
  previous: "M15 5 8 12l7 7",
};

export const fileSign = (name) => drawing(strokes[name]);
