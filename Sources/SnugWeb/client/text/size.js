// Sizes of files: as in the server's settings, a KB has 1,024 bytes.

const units = ["KB", "MB", "GB", "TB"];

/// "1.2 MB"
export function size(bytes, locale) {
  const round = (value) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  if (bytes < 1_024) return new Intl.NumberFormat(locale, { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes);
  let value = bytes / 1_024;
  let step = 0;
  // 1,023.7 KB are a MB.
  for (; Math.round(value) >= 1_024 && step < units.length - 1; step += 1) value /= 1_024;
  return `${new Intl.NumberFormat(locale).format(round(value))}\u00a0${units[step]}`;
}

/// The size that a setting has, such as "25 MiB".
export const settingSize = (text, locale) => (/^\d+$/.test(text) ? size(Number(text), locale) : text.replace("iB", "B"));
