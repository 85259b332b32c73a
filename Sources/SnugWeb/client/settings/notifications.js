// The settings of being told of new messages: notifications, the sound, quiet hours.
import { askForNotices, noticesState } from "../notices/permission.js";
import { show as showNotice } from "../notices/notifier.js";
import { playSound } from "../notices/sound.js";
import { preferences } from "../text/preferences.js";
import { siteName } from "../text/site-name.js";
import { el, setText, show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { check, kept } from "./switches.js";

/// `signal` is aborted when the page is left.
export function notificationsSection({ chat, toast, signal }) {
  return section(words.notices,
    ...notices({ signal }), ...sound({ toast }),
    el("p", { class: "quiet" }, words.levelsHint),
    el("p", { class: "quiet" }, words.holdsHere));
}

function notices({ signal }) {
  const said = el("p", { class: "notice", role: "status" });
  const ask = el("button", { type: "button", class: "button", onclick: () => askForNotices().then(render) }, words.turnOnNotices);
  const shown = check(words.noticesShown, true, () => {
    preferences.set("notices", shown.box.checked ? "on" : "off");
    render();
  });
  const test = el("button", {
    type: "button", class: "button plain", onclick: () => showNotice(siteName(), { body: words.testNoticeSays, icon: "/assets/icon-192.png", tag: "test" }),
  }, words.testNotice);

  function render() {
    const state = noticesState();
    setText(said, state === "denied" ? `${words.noticesAre.denied} ${words.allowNotices}` : words.noticesAre[state]);
    show(said, ["denied", "impossible", "home"].includes(state));
    show(ask, state === "off" && Notification.permission !== "granted");
    show(shown.root, state === "on" || (state === "off" && Notification.permission === "granted"));
    shown.box.checked = state === "on";
    show(test, state === "on");
  }

  // Allowed or blocked in the browser's own settings, beside which this page stands.
  navigator.permissions?.query({ name: "notifications" })
    .then((permission) => permission.addEventListener("change", render, { signal }), () => {});
  document.addEventListener("visibilitychange", render, { signal });
  render();
  return [said, ask, shown.root, test];
}

function sound({ toast }) {
  const played = check(words.soundPlayed, preferences.get("sound") === "on", () =>
    preferences.set("sound", played.box.checked ? "on" : "off"));
  const listen = el("button", {
    type: "button", class: "link-button",
    async onclick() { if (!await playSound()) toast.say(words.soundNotPlayed); },
  }, words.testSound);
  return [el("div", { class: "check-line" }, played.root, listen)];
}

/// Kept by the server, for all of one's devices.
export function quietHoursSection({ chat, toast }) {
  const known = chat.me.quiet ?? null;
  const on = check(words.quietHoursOn, known !== null, save);
  const from = time("quiet-from", words.quietFrom, known?.from ?? "22:00");
  const to = time("quiet-to", words.quietTo, known?.to ?? "07:00");
  const zone = el("p", { class: "quiet" });
  const times = el("div", { class: "quiet-times" }, from.root, to.root);
  let isDue = false;
  let isSaving = false;

  function time(id, label, value) {
    const input = el("input", { id, type: "time", class: "input", value, required: true, onchange: save });
    return { input, root: el("div", { class: "field" }, el("label", { class: "label", for: id }, label), input) };
  }

  function render() {
    const isOn = on.box.checked;
    show(times, isOn);
    show(zone, isOn);
    setText(zone, words.quietZone(chat.me.quiet?.time_zone ?? zoneHere()));
  }

  const typed = () => (on.box.checked ? { from: from.input.value, to: to.input.value, time_zone: zoneHere() } : null);
  const isWhole = (quiet) => quiet === null || Boolean(quiet.from && quiet.to);

  /// Each part of a time that is typed is a change: they are sent one after the other, of those that wait the last.
  async function save() {
    render();
    isDue = isWhole(typed());
    if (isSaving) return;
    isSaving = true;
    try {
      while (isDue) {
        isDue = false;
        if (!await kept({ chat, toast, change: { quiet: typed() } }) && !isDue) putBack();
      }
    } finally {
      isSaving = false;
    }
    render();
  }

  /// Shows again the hours that hold.
  function putBack() {
    const { quiet } = chat.me;
    on.box.checked = Boolean(quiet);
    if (quiet) [from.input.value, to.input.value] = [quiet.from, quiet.to];
  }

  render();
  return section(words.quietHours, el("p", { class: "quiet" }, words.quietHoursLead), on.root, times, zone);
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
