// The devices that one is signed in on, and a way to sign them out.
import { account } from "../calls/account.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { section } from "../ui/page.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";

export async function nameOfThisDevice() {
  const { sessions } = await account.sessions();
  return words.device(sessions.find(({ current }) => current).device);
}

/// `{root, load}`: `load` asks for them again.
export function devicesSection({ toast }) {
  const list = el("ul", { class: "entries" });
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const others = el("button", {
    type: "button", class: "button plain", hidden: true,
    onclick: ({ currentTarget }) => end(currentTarget, () => account.endOtherSessions(), words.othersSignedOut),
  }, words.signOutOthers);
  const root = section(words.devices, list, failed, others);

  async function load() {
    try {
      const { sessions } = await account.sessions();
      list.replaceChildren(...sessions.sort(byUse).map(entry));
      show(others, sessions.length > 1);
      show(failed, false);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      setText(failed, problem.message);
      show(failed, true);
    }
  }

  function end(button, work, sentence) {
    return act(button, async () => {
      await work();
      await ended(sentence);
    }, ({ message }) => ended(message));
  }

  async function ended(sentence) {
    toast.say(sentence);
    await load();
    // The button that was pressed is gone.
    root.querySelector("h2").focus();
  }

  function entry({ id, current: isCurrent, device, address, created_at: firstSeen, last_seen: lastSeen }) {
    const name = words.device(device);
    return el("li", { class: "entry" },
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, name, isCurrent && el("span", { class: "tag" }, words.thisDevice)),
        el("p", { class: "quiet facts" },
          timeElement(firstSeen, words.firstSeen), timeElement(lastSeen, words.lastSeen), el("span", {}, address))),
      !isCurrent && el("button", {
        type: "button", class: "button plain", "aria-label": words.signOutDevice(name),
        onclick: ({ currentTarget }) => end(currentTarget, () => account.endSession(id), words.deviceSignedOut(name)),
      }, words.signOut));
  }

  load();
  return { root, load };
}

/// This device, then the others, the last used first.
const byUse = (a, b) => b.current - a.current || Date.parse(b.last_seen) - Date.parse(a.last_seen);
