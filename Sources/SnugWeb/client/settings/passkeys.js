// One's passkeys: adding them, naming them, removing them.
import { account } from "../calls/account.js";
import { recentSignIn } from "../calls/recent-sign-in.js";
import { hasPasskeys, makePasskey } from "../models/webauthn.js";
import { showConfirmation } from "../ui/confirmation.js";
import { el, show } from "../ui/dom.js";
import { field, form } from "../ui/form.js";
import { section } from "../ui/page.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";
import { nameOfThisDevice } from "./devices.js";

/// Makes one on this device and has the server keep it under that name.
export async function addPasskey(name) {
  const sentences = { none: words.passkeyNotMade, isKnown: words.passkeyKnownHere };
  return account.addPasskey({ ...await makePasskey(await account.passkeyCreation(), sentences), name });
}

export function passkeysSection({ chat, toast, onSignInAgain }) {
  const list = el("ul", { class: "entries" });
  const { notice, guard: change } = recentSignIn({ because: words.recentSignIn, onSignInAgain });
  let passkeys = chat.me.passkeys ?? [];

  async function load() {
    try {
      ({ passkeys } = await account.me());
      const device = await nameOfThisDevice();
      // By then they may have typed one.
      name.input.value ||= device;
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      toast.say(problem.message);
    }
    render();
  }

  function render() {
    list.replaceChildren(...passkeys.map(entry));
    show(list, passkeys.length > 0);
  }

  function remove({ id, name }) {
    const dialog = showConfirmation({
      title: words.removePasskeyTitle(name), lead: words.removePasskeyLead, submit: words.removePasskey,
      onConfirmed: () => change(async () => {
        await account.removePasskey(id);
        toast.say(words.passkeyRemoved(name));
        await load();
      }),
    });
    // The focus goes back to the button that was pressed, unless that is gone.
    dialog.addEventListener("close", () => {
      if (!root.contains(document.activeElement)) root.querySelector("h2").focus();
    });
  }

  function entry(passkey) {
    const { name, created_at: made, last_used_at: used } = passkey;
    return el("li", { class: "entry" },
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, name),
        el("p", { class: "quiet facts" },
          timeElement(made, words.passkeyMade),
          used ? timeElement(used, words.passkeyUsed) : el("span", {}, words.passkeyUnused))),
      el("button", {
        type: "button", class: "button plain", "aria-label": words.removePasskeyLabel(name), onclick: () => remove(passkey),
      }, words.removePasskey));
  }

  const name = field({ label: words.passkeyName, hint: words.passkeyNameHint, name: "name", autocomplete: "off", maxlength: "80" });
  const adding = form({
    inputs: [name], submit: words.addPasskey, submitting: words.addingPasskey,
    onSubmit: (values) => change(async () => {
      await addPasskey(values.name);
      adding.root.reset();
      toast.say(words.passkeyAdded);
      await load();
    }),
  });

  const root = section(words.passkeys,
    el("p", { class: "quiet" }, words.passkeysLead), list, notice,
    hasPasskeys() ? adding.root : el("p", { class: "notice" }, words.passkeysImpossible));
  render();
  load();
  return root;
}
