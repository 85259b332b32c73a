// The browser's leave to show notifications, which is asked for at a press of a button and never else.
import { preferences } from "../text/preferences.js";

/// "on"; "off", when one may ask; "denied", by the browser; "impossible", in this browser or at this address; "home" in
/// one that shows them to an installed page alone.
export function noticesState() {
  if (!globalThis.Notification || !globalThis.isSecureContext)
    return isOfHomeScreen() && globalThis.isSecureContext ? "home" : "impossible";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && preferences.get("notices") === "on" ? "on" : "off";
}

/// An iPad may say that it is a Mac; the browsers of both kinds alone know of pages on the Home Screen.
const isOfHomeScreen = () => "standalone" in navigator || /iPhone|iPad/.test(navigator.userAgent);

/// Asks where it was not asked yet; gives the state that follows.
export async function askForNotices() {
  if (await Notification.requestPermission() === "granted") preferences.set("notices", "on");
  return noticesState();
}
