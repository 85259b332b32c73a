// The words of the page, in its reader's language. Translating Snug means adding a file beside words/en.js.
export { words } from "./words/en.js";
