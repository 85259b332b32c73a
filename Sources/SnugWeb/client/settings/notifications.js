// The settings of being told of new messages: notifications, the sound, quiet hours.
import { check, kept } from "../choices/switches.js";
import { browserName } from "../notices/browser-name.js";
import { browserPush } from "../notices/browser-push.js";
import { askForNotices, noticesState } from "../notices/permission.js";
import { show as showNotice } from "../notices/notifier.js";
import { noteSound } from "../notices/push-sound.js";
import { playSound } from "../notices/sound.js";
import { preferences } from "../text/preferences.js";
import { siteName } from "../text/site-name.js";
import { el, setText, show } from "../ui/dom.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";
import { pushPart } from "./pushes/push-part.js";

/// `signal` is aborted when the page is left.
export function notificationsSection({ chat, toast, signal }) {
  const pushes = pushPart({ toast });
  const { switches, test } = notices({ pushes, signal });
  return section(words.notices,
    ...switches, ...sound({ toast }), test,
    el("p", { class: "quiet" }, words.levelsHint),
    el("p", { class: "quiet" }, words.holdsHere),
    pushes.devices);
}

/// Notifications while a page is open, and while none is.
function notices({ pushes, signal }) {
  const said = el("p", { class: "notice", role: "status" });
  const steps = el("ol", { class: "steps" }, ...words.homeSteps.map((step) => el("li", {}, step)));
  const ask = el("button", { type: "button", class: "button", onclick: turnOn }, words.turnOnNotices);
  const shown = check(words.noticesShown, true, () => {
    preferences.set("notices", shown.box.checked ? "on" : "off");
    if (!shown.box.checked) pushes.turnOff().then(render);
    render();
  });
  const test = el("button", {
    type: "button", class: "button plain", onclick: () => showNotice(siteName(), { body: words.testNoticeSays, icon: "/assets/icon-192.png", tag: "test" }),
  }, words.testNotice);

  async function turnOn() {
    const state = await askForNotices();
    render();
    if (state === "on") await pushes.turnOn();
    render();
  }

  function render() {
    const state = noticesState();
    const help = words.allowNotices[browserName(navigator.userAgent, navigator.standalone)];
    setText(said, state === "denied" ? `${words.noticesAre.denied} ${help} ${words.allowedLater}` : words.noticesAre[state]);
    show(said, ["denied", "impossible", "home"].includes(state));
    show(steps, state === "home");
    show(ask, state === "off" && Notification.permission !== "granted");
    show(shown.root, state === "on" || (state === "off" && Notification.permission === "granted"));
    shown.box.checked = state === "on";
    // Pushes have a test of their own.
    show(test, state === "on" && !browserPush.isOn);
    pushes.render(state);
  }

  // Allowed or blocked in the browser's own settings, beside which this page stands.
  navigator.permissions?.query({ name: "notifications" })
    .then((permission) => permission.addEventListener("change", render, { signal }), () => {});
  document.addEventListener("visibilitychange", render, { signal });
  render();
  return { switches: [said, steps, ask, shown.root, ...pushes.switches], test };
}

function sound({ toast }) {
  const played = check(words.soundPlayed, preferences.get("sound") === "on", () => {
    preferences.set("sound", played.box.checked ? "on" : "off");
    noteSound();
  });
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
