// The people who have been sent a code and have not entered it yet; an owner can hand a code on by another way.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { personAvatar } from "../../ui/avatar.js";
import { bdi, el } from "../../ui/dom.js";
import { act } from "../../ui/form.js";
import { section } from "../../ui/page.js";
import { pagedList } from "../../ui/paged-list.js";
import { timeElement } from "../../ui/time-element.js";
import { words } from "../../words/words.js";
import { showCode } from "./code-dialog.js";
import { countdownOf } from "./countdown.js";

const lookEveryMilliseconds = 15_000;

export function waitingSection({ chat, toast, signal, onSignInAgain }) {
  const isOwner = chat.me.role === "owner";
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });

  const handOn = (waiter) => guard(async () => {
    showCode({ ...await administration.handCodeOn(waiter.id), name: waiter.name });
    await list.reload();
  });

  function refused({ message }) {
    toast.say(message);
    list.reload();
  }

  function entry(waiter) {
    const { email, name, purpose, user_id: user, created_at: asked, expires_at: expires, mail } = waiter;
    const tone = { sent: "ok", handed_on: "ok", failed: "error" }[mail] ?? "warning";
    return el("li", { class: "entry roomy" },
      personAvatar(user ?? 0, name ?? email, { picture: chat.people.picture(user) }),
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, bdi(name ?? email), el("span", { class: `tag ${tone}` }, words.codeMail[mail])),
        el("p", { class: "quiet facts" },
          name !== null && bdi(email), el("span", {}, words.waitsTo[purpose]), timeElement(asked, words.askedAt),
          countdownOf(expires, { say: words.codeGoodFor, over: words.codeOver }))),
      isOwner && el("button", {
        type: "button", class: "button plain", "aria-label": words.handCodeOnLabel(name ?? email), 
        onclick: ({ currentTarget }) => act(currentTarget, () => handOn(waiter), refused),
      }, words.handCodeOn));
  }

  const list = pagedList({
    page: async () => ({ items: (await administration.waiting()).waiting, hasMore: false }),
    entry, nothing: words.nobodyWaits,
  });
  const root = section(words.waiting, el("p", { class: "quiet" }, isOwner ? words.waitingLead : words.waitingLeadAdmins), notice, ...list.parts);

  // People come and go; whoever is about to press a button is left alone.
  const isBusy = () => root.matches(":focus-within") || root.querySelector(".entry:hover") !== null;
  const timer = setInterval(() => {
    if (document.visibilityState === "visible" && !isBusy()) list.look();
  }, lookEveryMilliseconds);
  signal.addEventListener("abort", () => clearInterval(timer));
  return root;
}
