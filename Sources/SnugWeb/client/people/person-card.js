// The card of a person: picture, name, when they were here last, the way to a word with them.
import { directRoom } from "../calls/rooms.js";
import { api } from "../models/api.js";
import { isAdministrator } from "../models/people.js";
import { personAvatar, replaceAvatar } from "../ui/avatar.js";
import { showDialog } from "../ui/dialog.js";
import { bdi, el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { presence } from "../ui/labels.js";
import { learnTalkWords } from "../words/talk-words.js";
import { words } from "../words/words.js";

/// It opens in the same breath if its words are known: a window that closes for it takes no step back then.
export async function showPersonCard({ chat, id }) {
  if (!("personTitle" in words)) await learnTalkWords();
  const { people, me } = chat;
  const isMe = id === me.id;
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const name = el("h3", { class: "person-name" });
  const here = el("p", { class: "quiet" });
  const avatar = el("span");
  const write = el("button", { type: "button", class: "button", onclick: () => act(write, toDirect, refused) }, words.messagePerson);
  const link = (label, href) => el("a", { class: "button plain", href, onclick: () => dialog.close() }, label);

  async function toDirect() {
    show(failed, false);
    const room = await directRoom(chat, id);
    dialog.close();
    location.hash = `#/room/${room.id}`;
  }

  function refused({ message }) {
    setText(failed, message);
    show(failed, true);
  }

  function render() {
    const known = people.name(id) ?? words.someone;
    if (name.textContent !== known) name.replaceChildren(bdi(known));
    setText(here, people.isDeactivated(id) ? words.personDeactivated : presence(id, { people, messages: [] }) ?? "");
    replaceAvatar(box.firstChild, personAvatar(id, known, { picture: people.picture(id), isOnline: people.isOnline(id) }));
    show(write, !isMe && !people.isDeactivated(id));
  }

  const box = el("div", { class: "person-card" }, avatar, name, here, failed,
    el("div", { class: "person-acts" }, write,
      isMe && link(words.settings, "#/settings"),
      !isMe && isAdministrator(me) && link(words.personAccount, "#/admin/people")));
  const listening = new AbortController();
  const dialog = showDialog({ title: words.personTitle, className: "brief", content: [el("div", { class: "dialog-body" }, box)] });
  dialog.addEventListener("close", () => listening.abort());
  chat.addEventListener("people", render, { signal: listening.signal });
  render();
  // They may be away for longer than this page knows, or not be known here at all.
  try {
    if (people.learn((await api.users({ ids: String(id) })).users)) render();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
  }
}
