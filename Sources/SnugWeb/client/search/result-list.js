// The results of a search: grouped by room and day as they come, the newest first.
import { fileSign } from "../attachments/file-signs.js";
import { squareAddress } from "../attachments/loading.js";
import { kindOf } from "../text/file-kind.js";
import { personAvatar, roomAvatar } from "../ui/avatar.js";
import { bdi, el, reconcile, setText } from "../ui/dom.js";
import { roomName } from "../ui/labels.js";
import { clock, dayKey, dayLabel, fullTime } from "../ui/time.js";
import { words } from "../words/words.js";
import { pieces, textOf } from "./snippet.js";

const filesShownMax = 3;

/// `onOpen(message)`; `onUp()`: the way from the first result to what is above it. Gives `{root, render(items, q,
/// {isOneRoom, now}), focusFirst(), focus(id)}`.
export function resultList({ chat, onOpen, onUp }) {
  const root = el("div", { class: "search-results", onkeydown: keyed });
  const drawn = new WeakMap();

  const links = () => [...root.querySelectorAll("a.result")];

  /// Up and down lead from one result to the next.
  function keyed(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const all = links();
    const at = all.indexOf(event.target);
    if (!step || at < 0 || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    if (at + step < 0) onUp();
    else all[at + step]?.focus();
  }

  function drawRow(item, result, q) {
    const { message } = result;
    const print = [message.rev, q, chat.people.name(message.user_id), chat.people.picture(message.user_id)].join(" ");
    if (drawn.get(item) === print) return;
    drawn.set(item, print);
    const next = row(chat, result, q);
    next.addEventListener("click", () => onOpen(message));
    if (item.firstChild) item.firstChild.replaceWith(next);
    else item.append(next);
  }

  return {
    root,
    render(items, q, { isOneRoom = false, now = Date.now() } = {}) {
      root.classList.toggle("one-room", isOneRoom);
      reconcile(root, grouped(items), {
        key: (group) => group.key,
        create: (group) => el("section", { class: "result-group" }, header(chat, group, isOneRoom, now), el("ul", {})),
        update(section, group) {
          const next = header(chat, group, isOneRoom, now);
          if (!next.isEqualNode(section.firstChild)) section.firstChild.replaceWith(next);
          reconcile(section.lastChild, group.items, {
            key: ({ message }) => message.id,
            create: () => el("li", {}),
            update: (item, result) => drawRow(item, result, q),
          });
        },
      });
    },
    focusFirst() {
      const [first] = links();
      first?.focus();
      return Boolean(first);
    },
    focus(id) {
      const link = root.querySelector(`a.result[data-id="${id}"]`);
      link?.focus({ preventScroll: true });
      return Boolean(link);
    },
  };
}

/// The results that follow each other in one room on one day.
export function grouped(items, dayOf = dayKey) {
  const groups = [];
  for (const item of items) {
    const { room_id: roomId, timestamp } = item.message;
    const day = dayOf(Date.parse(timestamp));
    const last = groups.at(-1);
    if (last?.roomId === roomId && last.day === day) last.items.push(item);
    else groups.push({ key: `${roomId} ${day} ${groups.filter((each) => each.roomId === roomId && each.day === day).length}`, roomId, day, items: [item] });
  }
  return groups;
}

/// In one room that is chosen, the day alone.
function header(chat, { roomId, items: [{ message }] }, isOneRoom, now) {
  const day = dayLabel(Date.parse(message.timestamp), now);
  if (isOneRoom) return el("h2", { class: "result-place" }, day);
  const room = chat.room(roomId);
  const name = roomName(room);
  const other = room && chat.other(room);
  return el("h2", { class: "result-place" },
    roomAvatar(room ?? { id: roomId, kind: "group" }, name, { other, picture: chat.people.picture(other) }),
    bdi(name, "ellipsis"), " ", el("span", { class: "quiet" }, day));
}

function row(chat, result, q) {
  const { id, room_id: roomId, seq, user_id: userId, timestamp, attachments = [] } = result.message;
  const name = userId === chat.me.id ? words.you : chat.people.name(userId) ?? words.someone;
  const at = Date.parse(timestamp);
  const shown = textOf(result, q);
  // Those that were found are seen, however many there are.
  const files = attachments.map((file) => ({ file, parts: pieces(file.name, q) }))
    .sort((a, b) => b.parts.some(({ hit }) => hit) - a.parts.some(({ hit }) => hit));
  return el("a", { class: "result", href: `#/room/${roomId}/message/${seq}`, "data-id": id },
    personAvatar(userId, chat.people.name(userId) ?? "", { picture: chat.people.picture(userId) }),
    el("span", { class: "grow" },
      el("span", { class: "result-head" },
        bdi(name, "result-author ellipsis"),
        el("time", { datetime: timestamp, title: fullTime(at) }, clock(at))),
      shown.length > 0 && el("bdi", { class: "result-text" }, ...marked(shown)),
      ...files.slice(0, filesShownMax).map(({ file, parts }) =>
        el("span", { class: "result-file" }, thumbnail(file) ?? fileSign(kindOf(file)), el("bdi", { class: "ellipsis" }, ...marked(parts)))),
      attachments.length > filesShownMax && el("span", { class: "quiet" }, words.moreFiles(attachments.length - filesShownMax))));
}

/// The picture itself, small; null of what is none, or has none to be shown unasked.
function thumbnail(file) {
  const address = kindOf(file) === "picture" ? squareAddress(file) : null;
  return address && el("img", { class: "result-thumb", src: address, alt: "", loading: "lazy", decoding: "async" });
}

const marked = (parts) => parts.map(({ text, hit }) => (hit ? el("mark", {}, text) : text));
