// The menu behind one's own name: the pages about oneself and the server, the theme, the way out.
import { administration } from "../calls/administration.js";
import { actIcon } from "../drawing/act-icons.js";
import { isAdministrator } from "../models/people.js";
import { personAvatar } from "../ui/avatar.js";
import { showConfirmation } from "../ui/confirmation.js";
import { showDialog } from "../ui/dialog.js";
import { bdi, drawing, el, icon } from "../ui/dom.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { themeChoice } from "./appearance.js";

const strokes = {
  gear: "M10 5.1L10.4 2.5L13.6 2.5L14 5.1L15.5 5.7L17.5 4.2L19.8 6.5L18.3 8.5L18.9 10L21.5 10.4L21.5 13.6L18.9 14L18.3 15.5L19.8 17.5L17.5 19.8L15.5 18.3L14 18.9L13.6 21.5L10.4 21.5L10 18.9L8.5 18.3L6.5 19.8L4.2 17.5L5.7 15.5L5.1 14L2.5 13.6L2.5 10.4L5.1 10L5.7 8.5L4.2 6.5L6.5 4.2L8.5 5.7ZM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z",
  shield: "M12 3l7 2.5V11c0 4.6-2.9 8-7 10-4.1-2-7-5.4-7-10V5.5z",
  keys: "M3 6.5h18v11H3zM6.5 10h.01M10 10h.01M13.5 10h.01M17 10h.01M8 14h8",
};

export async function showAccountMenu({ chat, onHelp, onSignOut }) {
  await learnPageWords();
  const { me } = chat;
  /// The choice takes the menu's place.
  const choose = (run) => () => {
    dialog.close();
    run();
  };
  const link = (sign, label, href) => el("a", { class: "menu-item", href }, drawing(strokes[sign]), label);
  const button = (sign, label, run, className = "menu-item") =>
    el("button", { type: "button", class: className, onclick: choose(run) }, sign, label);
  const waiting = el("div", {});
  const dialog = showDialog({
    title: bdi(me.name), className: "brief account-menu",
    content: [el("div", { class: "dialog-body" },
      el("div", { class: "account-who" }, personAvatar(me.id, me.name, { picture: me.picture_url }), bdi(me.email, "quiet grow ellipsis")),
      el("div", {},
        link("gear", words.settings, "#/settings"),
        isAdministrator(me) && link("shield", words.admin, "#/admin"),
        waiting,
        button(drawing(strokes.keys), words.helpTitle, onHelp)),
      themeChoice("menu-theme"),
      button(actIcon("leave"), words.signOut, () => askToSignOut(chat, onSignOut), "menu-item danger"))],
  });
  if (!isAdministrator(me)) return;
  const count = await administration.waitingForHand().catch(() => 0);
  if (count) waiting.replaceChildren(el("a", { class: "menu-item", href: "#/admin/waiting" }, icon("clock"), words.peopleWait(count)));
}

async function askToSignOut(chat, onSignOut) {
  const count = await chat.outbox.count();
  showConfirmation({
    title: words.askSignOut,
    lead: count ? words.signOutUnsent(count) : words.askSignOutLead,
    submit: words.signOut,
    onConfirmed: onSignOut,
  });
}
