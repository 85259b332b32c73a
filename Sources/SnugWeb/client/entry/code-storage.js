// The place in the tab of the code that is waited for, apart from code-kept.js: whoever is in only forgets it.
import { SafeStorage } from "../text/storage.js";

const tab = new SafeStorage(() => globalThis.sessionStorage);
const key = "code-step";

export const keptText = () => tab.getItem(key);

export const keepText = (text) => tab.setItem(key, text);

export const forgetCode = () => tab.removeItem(key);
