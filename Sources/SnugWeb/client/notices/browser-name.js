// The kinds of browsers, as far as their settings look alike. Pure.

/// "chrome", "edge", "firefox" or "safari"; "phone" for the installed page on an iPhone or iPad, whose settings are in
/// those of the device; "other". `isInstalled` is `navigator.standalone`, which those devices alone have.
export function browserName(userAgent, isInstalled = false) {
  if (isInstalled) return "phone";
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return "edge";
  if (/Firefox\/|FxiOS\//.test(userAgent)) return "firefox";
  if (/Chrome\/|CriOS\//.test(userAgent)) return /OPR\/|SamsungBrowser\//.test(userAgent) ? "other" : "chrome";
  return /Version\/.*Safari\//.test(userAgent) ? "safari" : "other";
}
