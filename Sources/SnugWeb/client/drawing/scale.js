// Scales and paths of the page's own drawings. Pure.

const roundSteps = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10];

/// The least round number that is not below any of them, and whose half is whole too.
export function roundMax(values) {
  const most = Math.max(2, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  return roundSteps.map((step) => Math.round(step * power)).find((each) => each >= most && each % 2 === 0);
}

/// The place of each bar: `[{x, width}]` within `from` and `to`, with air between them.
export function slots(count, from, to) {
  const step = (to - from) / count;
  const gap = Math.min(4, step * 0.28);
  return Array.from({ length: count }, (_, index) => ({ x: from + index * step + gap / 2, width: step - gap }));
}

/// A bar that stands on `bottom`, with round shoulders.
export function bar({ x, width, top, bottom }) {
  const radius = Math.max(0, Math.min(3, width / 2, bottom - top));
  return `M${n(x)} ${n(bottom)}V${n(top + radius)}q0 ${n(-radius)} ${n(radius)} ${n(-radius)}h${n(width - 2 * radius)}`
    + `q${n(radius)} 0 ${n(radius)} ${n(radius)}V${n(bottom)}z`;
}

/// A curve through the points `[x, y]` that never swings beyond two neighbours.
export function curve(points) {
  const [first, ...rest] = points;
  let [x, y] = first;
  let path = `M${n(x)} ${n(y)}`;
  for (const [nextX, nextY] of rest) {
    const middle = (x + nextX) / 2;
    path += `C${n(middle)} ${n(y)} ${n(middle)} ${n(nextY)} ${n(nextX)} ${n(nextY)}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

/// The shares of a whole as `[{x, width}]` of a line that is `length` long: no share that is there at all is thinner
/// than `least`, and together they fill it.
export function shares(parts, length, least = 3) {
  const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
  const widths = parts.map((part) => (part > 0 ? Math.max(least, part / whole * length) : 0));
  const over = widths.reduce((sum, width) => sum + width, 0) - length;
  const largest = widths.indexOf(Math.max(...widths));
  widths[largest] -= over;
  let x = 0;
  return widths.map((width) => ({ x: (x += width) - width, width }));
}

/// A number of days in the unit that people would say: `{count, unit}`.
export function span(days) {
  if (days < 21) return { count: Math.max(1, Math.round(days)), unit: "day" };
  if (days < 75) return { count: Math.round(days / 7), unit: "week" };
  if (days < 700) return { count: Math.round(days / 30.4), unit: "month" };
  return { count: Math.round(days / 365), unit: "year" };
}

/// A coordinate needs no more than a tenth of a pixel.
const n = (value) => Math.round(value * 10) / 10;
