// The page of a room: its members, its notifications, its name, leaving and deleting it.
import { roomFilesSection } from "../attachments/room-files-section.js";
import { isAdministrator } from "../models/people.js";
import { rightsIn } from "../models/room-rights.js";
import { roomAvatar } from "../ui/avatar.js";
import { bdi, el, icon, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { roomName } from "../ui/labels.js";
import { pageOf } from "../ui/page.js";
import { words } from "../words/words.js";
import { endsSection } from "./ends.js";
import { membersSection } from "./members.js";
import { nameSection } from "./name.js";
import { notifySection } from "./notify.js";
import { welcomeSection } from "./welcome.js";

/// `signal` is aborted when the page is left.
export function roomAbout({ chat, toast, roomId, signal }) {
  const surroundings = { chat, toast, roomId, reload: load };
  const ends = endsSection(surroundings);
  const sections = [...[notifySection, roomFilesSection, membersSection, nameSection, welcomeSection].map((make) => make(surroundings)), ends];
  const title = el("div", { class: "about-title" });
  const failed = el("div", { class: "hollow", role: "alert", hidden: true });
  const loading = el("p", { class: "quiet", role: "status" }, words.loading);
  const invite = el("div", { hidden: true });
  const find = el("a", { class: "button plain about-search", href: `#/room/${roomId}/search` }, icon("search"), words.searchHere);
  const content = el("div", { class: "sections", hidden: true }, title, find, ends.join, invite, ...sections.map(({ root }) => root));
  const page = pageOf({
    title: words.aboutRoom, back: { href: `#/room/${roomId}`, label: words.backToRoom },
    sections: [loading, failed, content],
  });
  let room = null;
  let isCardMade = false;

  async function load() {
    try {
      room = await chat.about(roomId);
      show(failed, false);
      render();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (room === null) fail(problem);
      else toast.say(problem.message);
    }
    show(loading, false);
  }

  function fail(problem) {
    const isMissing = problem.status === 404;
    failed.replaceChildren(
      el("p", {}, isMissing ? words.roomMissing : problem.message),
      isMissing
        ? el("a", { class: "button", href: "#/" }, words.toRooms)
        : el("button", { type: "button", class: "button", onclick: ({ currentTarget }) => act(currentTarget, load) }, words.tryAgain));
    show(failed, true);
  }

  function render() {
    if (room === null) return;
    const now = { ...room, ...chat.room(roomId) };
    const members = chat.members(roomId) ?? room.members;
    const other = chat.other(now);
    const name = roomName(now);
    const next = el("div", { class: "about-title" },
      roomAvatar(now, name, { other, isOnline: chat.people.isOnline(other), picture: chat.people.picture(other) }),
      el("div", { class: "grow" }, el("h2", {}, bdi(name)), el("p", { class: "quiet" }, words.roomKind[now.kind])));
    if (!next.isEqualNode(title)) title.replaceChildren(...next.childNodes);
    show(find, chat.room(roomId) !== null);
    for (const each of sections) each.render({ room: now, members, rights: rightsIn(now, members, chat.me) });
    showInvite(now.welcomes && isAdministrator(chat.me));
    show(content, true);
  }

  /// The card is made when it is first wanted.
  async function showInvite(isWanted) {
    show(invite, isWanted);
    if (!isWanted || isCardMade) return;
    isCardMade = true;
    try {
      invite.replaceChildren((await import("../invites/standing-invite.js")).standingInvite());
    } catch (error) {
      isCardMade = false;
      throw error;
    }
  }

  for (const event of ["rooms", "people"]) chat.addEventListener(event, render, { signal });
  load();
  return page;
}
