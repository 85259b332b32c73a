// The members of a room: adding them, taking them out.
import { addMember, removeMember } from "../calls/rooms.js";
import { isAdministrator } from "../models/people.js";
import { personAvatar } from "../ui/avatar.js";
import { showConfirmation } from "../ui/confirmation.js";
import { bdi, el, icon, reconcile, setText, show } from "../ui/dom.js";
import { presence } from "../ui/labels.js";
import { section } from "../ui/page.js";
import { words } from "../words/words.js";

export function membersSection({ chat, toast, roomId, reload }) {
  const list = el("ul", { class: "entries" });
  const add = el("button", { type: "button", class: "button plain", onclick: showAdd }, words.addPeople);
  const root = section(words.roomMembers, add, list);
  const heading = root.querySelector("h2");
  let present = [];
  /// The facts that each entry shows: those of a large room are seldom drawn anew.
  const prints = new WeakMap();

  async function showAdd() {
    const { showAddPeople } = await import("./add-people.js");
    showAddPeople({
      me: chat.me.id, mayInvite: isAdministrator(chat.me), present: new Set(present.map(({ user_id: id }) => id)), toast,
      add: (id) => addMember(roomId, id), onAdded: reload,
    });
  }

  const showCard = async (id) => (await import("../people/person-card.js")).showPersonCard({ chat, id });

  const remove = ({ user_id: id, name }, roomTitle) => showConfirmation({
    title: words.removeMemberTitle(name, roomTitle), lead: words.removeMemberLead, submit: words.removeMember, isDangerous: true,
    async onConfirmed() {
      await removeMember(roomId, id);
      toast.say(words.memberRemoved(name));
      await reload();
    },
  });

  function update(entry, member, { room, rights, said }) {
    const { user_id: id, name } = member;
    const isMe = id === chat.me.id;
    const isOnline = chat.people.isOnline(id);
    const isHere = presence(id, { people: chat.people, messages: said.get(id) ?? [] });
    const picture = chat.people.picture(id);
    const print = JSON.stringify([name, isMe, isOnline, isHere, picture, member.role, room.kind, room.name, rights.mayRemove]);
    if (prints.get(entry) === print) return;
    prints.set(entry, print);
    const focused = [...entry.querySelectorAll("button")].indexOf(document.activeElement);
    const avatar = personAvatar(id, name, { picture, isOnline });
    entry.replaceChildren(...[
      el("span", { onclick: () => showCard(id) }, avatar),
      el("div", { class: "grow" },
        el("p", { class: "entry-name" }, el("button", { type: "button", class: "name-button", onclick: () => showCard(id) }, bdi(name)),
          isMe && el("span", { class: "tag" }, words.you),
          member.role === "owner" && room.kind !== "direct" && el("span", { class: "tag" }, words.roomOwner)),
        isHere && el("p", { class: "quiet" }, isHere)),
      rights.mayRemove && !isMe && el("button", {
        type: "button", class: "icon-button", "aria-label": words.removeMemberLabel(name), title: words.removeMember,
        onclick: () => remove(member, room.name),
      }, icon("close"))].filter(Boolean));
    entry.querySelectorAll("button")[focused]?.focus();
  }

  return {
    root,
    render({ room, members, rights }) {
      present = members;
      setText(heading, `${words.roomMembers} (${members.length})`);
      show(add, rights.mayAdd);
      // The last word of each.
      const said = new Map(chat.logs.get(roomId).messages.map((message) => [message.user_id, [message]]));
      reconcile(list, members, {
        key: ({ user_id: id }) => id,
        create: () => el("li", { class: "entry" }),
        update: (entry, member) => update(entry, member, { room, rights, said }),
      });
    },
  };
}
