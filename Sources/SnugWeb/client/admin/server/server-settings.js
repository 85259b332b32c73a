// The server's settings in groups: what holds, in words, its origin, and a way to change it.
import { administration } from "../../calls/administration.js";
import { answered } from "../../calls/answered.js";
import { learnSiteName } from "../../text/site-name.js";
import { bdi, el } from "../../ui/dom.js";
import { section } from "../../ui/page.js";
import { words } from "../../words/words.js";
import { showSetting } from "./setting-dialog.js";
import { grouped } from "./setting-groups.js";
import { settingWordsIn } from "./setting-words.js";

export function serverSettingsSections({ chat, toast }) {
  const isOwner = chat.me.role === "owner";
  const { parts, ask } = answered(async () => {
    const [found, { settings }] = await Promise.all([settingWordsIn(document.documentElement.lang), administration.settings()]);
    spoken = found;
    root.append(...grouped(settings).map(group));
  });
  const root = el("div", { class: "sections" },
    el("div", { class: "page-lead" }, el("p", { class: "quiet" }, isOwner ? words.serverSettingsLead : words.serverSettingsOwners), ...parts));
  const entries = new Map();
  let spoken;

  function group({ group: name, settings }) {
    if (name === "mail") return section(spoken.groups.mail,
      el("a", { class: "card", href: "#/admin/mail" }, el("strong", {}, words.mailOwnPage), el("span", { class: "quiet" }, words.mailOwnPageLead)));
    return section(spoken.groups[name], el("ul", { class: "entries" }, ...settings.map((setting) => {
      const made = entry(setting);
      entries.set(setting.key, made);
      return made;
    })));
  }

  async function change(key, value) {
    const { settings } = await administration.changeSettings({ [key]: value });
    for (const setting of settings.filter((each) => entries.has(each.key))) {
      const next = entry(setting);
      entries.get(setting.key).replaceWith(next);
      entries.set(setting.key, next);
    }
    const changed = settings.find((each) => each.key === key);
    if (key === "site.name" && !changed.waiting) {
      learnSiteName(changed.value);
      chat.emit("rooms");
    }
    toast.say(changed.waiting ? words.savedForRestart : words.saved);
  }

  function entry(setting) {
    const { key, value, origin, place, secret: isSecret, writable: isWritable, waiting: isWaiting } = setting;
    const isSet = origin !== "unset";
    const title = spoken.title(setting);
    const shown = isSecret && isSet ? words.secretSet : value === null ? spoken.unset(setting) ?? words.settingUnset : spoken.sentence(setting);
    return el("li", { class: "entry roomy" },
      el("div", { class: "grow setting" },
        el("p", { class: "entry-name" }, title, isWaiting && el("span", { class: "tag warning" }, words.waitsForRestart)),
        el("p", {}, bdi(shown, isSet && !isSecret ? "setting-value" : "quiet")),
        el("p", { class: "quiet" }, spoken.meaning(setting)),
        el("p", { class: "facts setting-key" },
          el("code", {}, key),
          isSet && el("span", {}, words.settingOrigins[origin](place)),
          isOwner && !isWritable && place === null && el("span", {}, words.changedAtServer))),
      isWritable && el("button", {
        type: "button", class: "button plain", "aria-label": words.changeSettingLabel(title),
        onclick: () => showSetting({ setting, spoken, onChange: (next) => change(key, next) }),
      }, words.changeAccount));
  }

  ask();
  return root;
}
