// The devices that are told of messages while no page is open in them: how the last push went, a test, and an end.
import { pushes } from "../../calls/pushes.js";
import { el, setText, show } from "../../ui/dom.js";
import { act } from "../../ui/form.js";
import { timeElement } from "../../ui/time-element.js";
import { words } from "../../words/words.js";
import { reasonKind, shortReason } from "./push-reason.js";
import { testPush } from "./push-test.js";

/// `{root, load}`: `load` asks for them again. `onEndHere()` turns the pushes to this browser off, and promises true
/// if that is done, else it says why; `onGoneHere()` is called where its push service knows it no more.
export function pushDevices({ toast, onEndHere, onGoneHere }) {
  const heading = el("h3", { tabindex: "-1" }, words.pushDevices);
  const list = el("ul", { class: "entries" });
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const root = el("div", { class: "push-devices", hidden: true }, heading, list, failed);

  async function load() {
    try {
      const { subscriptions } = await pushes.list();
      list.replaceChildren(...subscriptions.sort(hereFirst).map(entry));
      show(root, subscriptions.length > 0);
      show(failed, false);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      setText(failed, problem.message);
      show(failed, true);
      show(root, true);
    }
  }

  /// The button that was pressed is gone by then.
  async function end({ id, current: isHere }, name) {
    if (!isHere) await pushes.end(id);
    else if (!await onEndHere()) return;
    toast.say(isHere ? words.pushEndedHere : words.pushEnded(name));
    await load();
    (root.hidden ? root.closest("section").querySelector("h2") : heading).focus();
  }

  async function test({ id, current: isHere }) {
    toast.say(words.pushTested.sent);
    const { state, reason } = await testPush(id);
    toast.say(state === "failed" ? whyFailed(reason) : words.pushTested[state]);
    if (state === "gone" && isHere) await onGoneHere();
    await load();
    list.querySelector(`[data-test="${id}"]`)?.focus();
  }

  function button(label, description, work, more = {}) {
    return el("button", {
      type: "button", class: "button plain", "aria-label": description,
      onclick: ({ currentTarget }) => act(currentTarget, work, ({ message }) => toast.say(message)), ...more,
    }, label);
  }

  function entry(subscription) {
    const { id, current: isHere, device } = subscription;
    const name = words.device(device);
    return el("li", { class: "entry push-device" },
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, name, isHere && el("span", { class: "tag" }, words.thisDevice)),
        ...howItWent(subscription)),
      el("div", { class: "push-acts" },
        button(words.pushTest, words.pushTestOf(name), () => test(subscription), { "data-test": id }),
        button(words.pushEnd, words.pushEndOf(name), () => end(subscription, name))));
  }

  return { root, load };
}

/// The last push that was taken, and the one that was not since.
function howItWent({ accepted_at: accepted, failed_at: failed, reason }) {
  const facts = el("p", { class: "quiet facts" }, accepted ? timeElement(accepted, words.pushAccepted) : !failed && words.pushNone);
  const why = failed && el("p", { class: "push-failed" }, timeElement(failed, words.pushFailed), " ", whyFailed(reason));
  return [facts.textContent ? facts : null, why];
}

/// In plain words, with those of the push service for whoever runs the server.
const whyFailed = (reason) => `${words.pushReasons[reasonKind(reason)]} (${shortReason(reason)})`;

const hereFirst = (a, b) => b.current - a.current || Date.parse(b.created_at) - Date.parse(a.created_at);
