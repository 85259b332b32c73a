// The server's settings: their values, the origin of each, and a way to change it.
import { administration } from "../../calls/administration.js";
import { bdi, el } from "../../ui/dom.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { words } from "../../words/words.js";
import { showSetting } from "./setting-dialog.js";

/// The server explains its settings in English.
const translations = {
  de: () => import("../../words/settings-de.js"),
};

/// The meanings of the settings by their keys, in a language.
export async function meaningsIn(language) {
  return Object.hasOwn(translations, language) ? (await translations[language]()).meanings : {};
}

export function serverSettingsSection({ chat, toast }) {
  const isOwner = chat.me.role === "owner";
  let meanings = {};
  const list = pagedList({
    async page() {
      meanings = await meaningsIn(document.documentElement.lang);
      const { settings } = await administration.settings();
      // Settings that can be changed here come first.
      return { items: settings.map(withMeaning).sort((a, b) => b.writable - a.writable), hasMore: false };
    },
    entry, nothing: "",
  });

  const withMeaning = (setting) => ({ id: setting.key, ...setting, meaning: meanings[setting.key] ?? setting.meaning });

  async function change(key, value) {
    const { settings } = await administration.changeSettings({ [key]: value });
    const changed = settings.map(withMeaning);
    changed.forEach(list.replace);
    toast.say(changed.find(({ id }) => id === key).waiting ? words.savedForRestart : words.saved);
  }

  function entry(setting) {
    const { key, value, origin, place, meaning, secret: isSecret, writable: isWritable, waiting: isWaiting } = setting;
    const isSet = origin !== "unset";
    const shown = isSecret && isSet ? words.secretSet : value ?? words.settingUnset;
    return el("li", { class: "entry" },
      el("div", { class: "grow setting" },
        el("p", { class: "entry-name" },
          bdi(key), isWaiting && el("span", { class: "tag warning" }, words.waitsForRestart)),
        el("p", { class: "quiet" }, meaning),
        el("p", { class: "facts" },
          bdi(shown, isSet && !isSecret ? "setting-value" : "quiet"),
          isSet && el("span", { class: "quiet" }, words.settingOrigins[origin](place)),
          isOwner && !isWritable && place === null && el("span", { class: "quiet" }, words.changedAtServer))),
      isWritable && el("button", {
        type: "button", class: "button plain", "aria-label": words.changeSettingLabel(key),
        onclick: () => showSetting({ setting, onChange: (next) => change(key, next) }),
      }, words.changeAccount));
  }

  return section(words.settings, el("p", { class: "quiet" },
    isOwner ? words.serverSettingsLead : words.serverSettingsOwners), ...list.parts);
}
