// The page of a room's files: its pictures, and all others, the newest first.
import { roomFiles } from "../calls/files.js";
import { api } from "../models/api.js";
import { kindOf } from "../text/file-kind.js";
import { bdi, el } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { pageOf } from "../ui/page.js";
import { pagedList } from "../ui/paged-list.js";
import { timeElement } from "../ui/time-element.js";
import { words } from "../words/words.js";
import { fileLine } from "./file-line.js";
import { fileSign } from "./file-signs.js";
import { Gallery, picturesIn } from "./gallery.js";
import { learnFiles } from "./learning.js";
import { isStrip, squareAddress } from "./loading.js";

const pageFiles = 60;
/// The list has no kinds: so many pages are looked through for one of that kind.
const pagesMax = 20;

const isPicture = (file) => kindOf(file) === "picture";
const kinds = { pictures: isPicture, others: (file) => !isPicture(file) };

/// `signal` is aborted when the page is left.
export async function filesPage({ chat, toast, roomId, signal }) {
  await learnFiles();
  const body = el("div", { class: "room-files" });
  const chips = el("div", { class: "chips", role: "group", "aria-label": words.filter },
    ...Object.keys(kinds).map((kind) => el("button", { type: "button", class: "chip", onclick: () => choose(kind) }, words.fileKinds[kind])));
  let shown = null;

  function choose(kind) {
    for (const [index, name] of Object.keys(kinds).entries()) chips.children[index].ariaPressed = String(name === kind);
    shown = listOf({ chat, toast, roomId, kind });
    body.className = `room-files ${kind}`;
    body.replaceChildren(...shown.parts);
  }

  chat.addEventListener("changed", ({ detail: { message } }) => {
    if (message.room_id === roomId && message.deleted_at) shown.withdraw(message.seq);
  }, { signal });
  choose("pictures");
  return pageOf({
    title: words.roomFiles, back: { href: `#/room/${roomId}/about`, label: words.aboutRoom },
    sections: [el("div", { class: "file-kinds" }, el("p", { class: "quiet" }, bdi(roomName(chat.room(roomId)))), chips, body)],
  });
}

function listOf({ chat, toast, roomId, kind }) {
  const items = new Map();
  let before;
  let hasMore = true;

  async function page(last) {
    if (last === null) {
      before = undefined;
      items.clear();
    }
    const found = [];
    for (let asked = 0; asked < pagesMax && !found.length && (asked === 0 || hasMore); asked++) {
      const answer = await roomFiles(roomId, { before, limit: pageFiles });
      before = answer.attachments.at(-1)?.id ?? before;
      hasMore = answer.has_more;
      found.push(...answer.attachments.filter(kinds[kind]));
    }
    await learnAuthors(chat, found);
    for (const file of found) items.set(file.id, file);
    return { items: found, hasMore };
  }

  async function open(id, button) {
    button.focus();
    const gallery = new Gallery({
      items: picturesIn([...items.values()]), hasOlder: hasMore, isCut: hasMore, before, page: (parameters) => roomFiles(roomId, parameters),
    });
    await (await import("./viewer.js")).view({ chat, toast, roomId, gallery, id });
  }

  const entry = { pictures: (file) => tile(file, open), others: (file) => line(file, { chat, toast, roomId }) }[kind];
  const list = pagedList({ page, entry, nothing: words.noRoomFiles[kind] });
  return {
    parts: list.parts,
    withdraw(seq) {
      for (const file of [...items.values()].filter((each) => each.seq === seq)) {
        items.delete(file.id);
        list.remove(file);
      }
    },
  };
}

/// Someone who has left may have sent one.
async function learnAuthors(chat, files) {
  const missing = [...new Set(files.map(({ user_id: author }) => author))].filter((id) => !chat.people.knows(id));
  if (missing.length) chat.people.learn((await api.users({ ids: missing.join(",") })).users);
}

function tile(file, open) {
  const address = squareAddress(file);
  const label = file.alt || words.pictureNamed(file.name);
  const button = el("button", {
    type: "button", class: "picture-frame", "aria-haspopup": "dialog", title: file.name, onclick: () => open(file.id, button),
  }, address
    ? el("img", { class: isStrip(file, address) && "strip", loading: "lazy", decoding: "async", draggable: "false", alt: label, onerror: withSign, src: address })
    : fileSign("picture"), !address && el("span", { class: "visually-hidden" }, label));
  return el("li", {}, button);

  /// The viewer says why, and tries again.
  function withSign() {
    button.replaceChildren(fileSign("picture"), el("span", { class: "visually-hidden" }, label));
  }
}

function line(file, { chat, toast, roomId }) {
  const author = file.user_id === chat.me.id ? words.you : chat.people.name(file.user_id) ?? words.someone;
  return el("li", { class: "entry file-entry" },
    fileLine(file, toast),
    el("a", { class: "quiet file-message", href: `#/room/${roomId}/message/${file.seq}` },
      el("bdi", {}, author), ", ", timeElement(file.timestamp, (when) => when)));
}
