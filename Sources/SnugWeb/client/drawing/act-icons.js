// The icons of menus and other parts that a room does not begin with, in the manner of the page's.
import { drawing, icon } from "../ui/dom.js";

const strokes = {
  select: "M9 4h2a2 2 0 0 1 1 .3A2 2 0 0 1 13 4h2M12 4.5v15M9 20h2a2 2 0 0 0 1-.3 2 2 0 0 0 1 .3h2",
  unread: "M20 12V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v14l4-4h4M21 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
  open: "M6 9.5l6 6 6-6",
  reply: "M9 6 4 11l5 5M4 11h9a7 7 0 0 1 7 7v1",
  copy: "M9 9h10v11H9zM5 15V4h10",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-6-6l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 6 6l1.2-1.2",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
  check: "M5 12.5 9.5 17 19 7.5",
  leave: "M14 4h-7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7M10 12h10M17 8.5 20.5 12 17 15.5",
};

/// One of these, or of the page's.
export const actIcon = (name) => (name in strokes ? drawing(strokes[name]) : icon(name));
