// Sizes of files.

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/// "1.2 MB"
export function size(bytes, locale) {
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  return new Intl.NumberFormat(locale, {
    style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
