// A figure for each of some days, drawn as bars or as a curve, with its numbers as a table beneath.
import { el, setText } from "../ui/dom.js";
import { currentLocale } from "../words/words.js";
import { bar, curve, roundMax, slots } from "./scale.js";
import { svg } from "./svg.js";

const height = 168;
const top = 10;
const bottom = height - 24;
/// The room for the numbers of the scale.
const scaleWidth = 34;

/// `days`: `[{day: "2026-11-27", value}]`; `kind`: "bars" or "curve"; `said` stands while no day is pointed at;
/// `count(n)` says a number with its noun; `asTable` and `dayTitle` are the words of the table.
export function dayChart({ title, kind, days, said, count, asTable, dayTitle }) {
  const locale = currentLocale();
  const dayName = (options) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    return (day) => format.format(Date.parse(day));
  };
  const short = dayName({ day: "numeric", month: "short" });
  const full = dayName({ weekday: "short", day: "numeric", month: "short" });
  const number = new Intl.NumberFormat(locale, { notation: "compact" });
  const readout = el("p", { class: "quiet chart-said" }, said);
  const picture = svg("svg", { class: `chart ${kind}`, height, "aria-hidden": "true" });

  function draw() {
    const width = picture.clientWidth;
    if (!width) return;
    const most = roundMax(days.map(({ value }) => value));
    const places = slots(days.length, scaleWidth, width);
    const y = (value) => bottom - value / most * (bottom - top);
    const middle = ({ x, width: wide }) => x + wide / 2;
    const label = (x, at, anchor, text) => svg("text", { x, y: at, "text-anchor": anchor }, text);
    picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
    picture.replaceChildren(
      ...[most, most / 2].flatMap((value) => [
        svg("line", { class: "chart-line", x1: scaleWidth, x2: width, y1: y(value), y2: y(value) }),
        label(scaleWidth - 8, y(value) + 4, "end", number.format(value))]),
      svg("line", { class: "chart-ground", x1: scaleWidth, x2: width, y1: bottom, y2: bottom }),
      ...(kind === "bars"
        ? days.map(({ value }, index) => svg("path", {
          class: value ? "chart-mark" : "chart-none", d: bar({ ...places[index], bottom, top: value ? Math.min(y(value), bottom - 2) : bottom - 2 }),
        }))
        : drawnCurve(days.map(({ value }, index) => [middle(places[index]), y(value)]))),
      label(scaleWidth, height - 6, "start", short(days[0].day)),
      label(middle(places[Math.floor(days.length / 2)]), height - 6, "middle", short(days[Math.floor(days.length / 2)].day)),
      label(width, height - 6, "end", short(days.at(-1).day)));
  }

  function drawnCurve(points) {
    const path = curve(points);
    return [
      svg("path", { class: "chart-area", d: `${path}L${points.at(-1)[0]} ${bottom}L${points[0][0]} ${bottom}z` }),
      svg("path", { class: "chart-curve", d: path }),
      ...points.map(([cx, cy]) => svg("circle", { class: "chart-mark", cx, cy, r: 4 }))];
  }

  /// The day that is pointed at, in words.
  function point(event) {
    const box = picture.getBoundingClientRect();
    const at = Math.floor((event.clientX - box.left - scaleWidth) / (box.width - scaleWidth) * days.length);
    const index = Math.min(days.length - 1, Math.max(0, at));
    picture.querySelectorAll(".chart-mark, .chart-none").forEach((mark, each) => mark.classList.toggle("pointed", each === index));
    setText(readout, `${full(days[index].day)}: ${count(days[index].value)}`);
  }

  function leave() {
    picture.querySelector(".pointed")?.classList.remove("pointed");
    setText(readout, said);
  }

  picture.addEventListener("pointermove", point);
  picture.addEventListener("pointerdown", point);
  picture.addEventListener("pointerleave", leave);
  new ResizeObserver(draw).observe(picture);

  const rows = days.toReversed().map(({ day, value }) => el("tr", {}, el("th", { scope: "row" }, full(day)), el("td", {}, String(value))));
  return el("figure", { class: "card chart-card" },
    el("figcaption", {}, el("h2", {}, title), readout),
    picture,
    el("details", { class: "chart-table" }, el("summary", {}, asTable),
      // Rows that scroll are reached by keys.
      el("div", { class: "chart-rows", tabindex: "0", role: "group", "aria-label": title },
        el("table", {}, el("caption", { class: "visually-hidden" }, title),
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, dayTitle), el("th", { scope: "col" }, title))),
          el("tbody", {}, ...rows)))));
}
