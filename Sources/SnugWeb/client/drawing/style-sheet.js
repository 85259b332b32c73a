// The stylesheets of parts of the page that are fetched when they are wanted.
import { el } from "../ui/dom.js";

const sheets = new Map();

/// Fetches a stylesheet that is not the page's own, once; `address` begins with "/assets/".
export function styleSheet(address) {
  if (!sheets.has(address))
    sheets.set(address, new Promise((resolve, reject) => {
      const link = el("link", { rel: "stylesheet", href: address, onload: resolve, onerror: () => {
        link.remove();
        sheets.delete(address);
        reject(new TypeError("A module's stylesheet is missing"));
      } });
      document.head.append(link);
    }));
  return sheets.get(address);
}
