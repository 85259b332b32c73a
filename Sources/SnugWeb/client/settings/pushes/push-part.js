// The part of the settings about being told while no page is open: this browser's switch, and all devices that are.
import { api } from "../../models/api.js";
import { browserPush, canPush, PushRefusal } from "../../notices/browser-push.js";
import { el, setText, show } from "../../ui/dom.js";
import { words } from "../../words/words.js";
import { check } from "../../choices/switches.js";
import { pushDevices } from "./push-devices.js";

/// `{switches, devices, render, turnOn, turnOff}`: `render(notices)` follows the state of notifications, as
/// notices/permission.js has it; `turnOn` and `turnOff`, which are done along with them, say by themselves why they
/// cannot be.
export function pushPart({ toast }) {
  const wanted = check(words.pushWanted, browserPush.isOn, change, words.pushHint);
  const said = el("p", { class: "quiet", role: "status", hidden: true });
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const devices = pushDevices({ toast, onEndHere: end, onGoneHere: turnOn });
  let notices = "off";
  /// The server's word that it pushes, or not; undefined until it is known.
  let isPushing;
  let isBusy = false;

  function render(state = notices) {
    notices = state;
    const isMet = notices === "on" && isPushing !== undefined;
    const isStarting = isBusy && wanted.box.checked;
    const sentence = !isMet ? "" : isStarting ? words.pushStarting : !canPush() ? words.pushImpossible : isPushing ? "" : words.pushOff;
    show(wanted.root, isMet && canPush() && isPushing);
    if (!isBusy) wanted.box.checked = browserPush.isOn;
    show(said, sentence !== "");
    setText(said, sentence);
  }

  async function look() {
    devices.load();
    try {
      isPushing = Boolean((await api.site()).push_key);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
    }
    render();
  }

  /// Pressed again meanwhile it does nothing.
  function change() {
    if (isBusy) wanted.box.checked = !wanted.box.checked;
    else if (wanted.box.checked) turnOn();
    else turnOff();
  }

  async function turnOn() {
    if (canPush() && isPushing !== false) await attempt(() => browserPush.turnOn(), true);
  }

  async function turnOff() {
    if (browserPush.isOn) await end();
  }

  /// Also where they are off here: the server may not have heard of it. Gives true if it has now.
  function end() {
    return attempt(() => browserPush.turnOff(), false);
  }

  /// Gives true where that is done.
  async function attempt(work, isOn) {
    let isDone = false;
    isBusy = true;
    wanted.box.checked = isOn;
    show(failed, false);
    render();
    try {
      await work();
      isDone = true;
    } catch (problem) {
      if (!(problem instanceof PushRefusal) && problem.status === undefined) throw problem;
      if (problem.reason === "off") isPushing = false;
      else refuse(words.pushRefused[problem.reason] ?? problem.message);
    } finally {
      isBusy = false;
      render();
    }
    await devices.load();
    return isDone;
  }

  function refuse(sentence) {
    setText(failed, sentence);
    show(failed, true);
  }

  look();
  return { switches: [wanted.root, said, failed], devices: devices.root, render, turnOn, turnOff };
}
