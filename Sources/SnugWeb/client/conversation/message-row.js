// One message on the page.
import { isMine } from "../logs/reactions.js";
import { mayCall, namesOf } from "../text/mention.js";
import { personAvatar } from "../ui/avatar.js";
import { bdi, el, fill, icon } from "../ui/dom.js";
import { messageText } from "../ui/labels.js";
import { clock, fullTime, zoneOffset } from "../ui/time.js";
import { words } from "../words/words.js";
import { filePlaces, inOrder } from "./file-shapes.js";
import { mayRefer, messageBody } from "./message-body.js";

/// All that a row depends on; while that stays the same, its element is left alone.
export function fingerprint(row, { nameOf, pictureOf, people, references }) {
  const { seq, rev, at, isHead, isNewLine, isWhole, status, detail, content, quote, reactions, isRemoving, files } = row;
  const named = [row.userId, quote?.message?.user_id, ...reactions.flatMap((reaction) => reaction.user_ids)];
  return JSON.stringify([
    // A message's number and rev stand for what it says.
    seq, rev, at, zoneOffset(), isHead, isNewLine, isWhole, status, detail, quote?.message?.rev, quote?.message?.seq, quote?.isAwaited, reactions, isRemoving, files,
    mayCall(content) ? namesOf(people()).serial : 0, mayRefer(content) ? references?.()?.serial : 0,
    isHead && pictureOf?.(row.userId), named.map((id) => (id === undefined ? null : nameOf(id))),
  ]);
}

/// Fills `item`, an `li`. `surroundings`: `me`, `nameOf(userId)`, `pictureOf(userId)`, `isDirect`, `showFiles(places,
/// files, row)`, which fills an element of file-shapes.js, and those of message-body.js; `actions`: `menu(row,
/// button)`, `showAll(item)`, `jump(seq)`, `react(row, emoji, isOn)`, `undo(row)`, `retry(row)`, `discard(row)`.
export function fillRow(item, row, surroundings, actions) {
  const { isDirect, nameOf } = surroundings;
  const name = nameOf(row.userId);
  item.className = [
    "row", row.isOwn ? "own" : "other", row.isHead ? "head" : "", row.status, isDirect ? "direct" : "",
  ].filter(Boolean).join(" ");
  if (row.seq) item.dataset.seq = row.seq;
  fill(item, [
    row.isNewLine && el("div", { class: "new-line" }, el("span", {}, words.newLine)),
    !row.isOwn && row.isHead && !isDirect && picture(item, row.userId, name, surroundings),
    head(row, name, isDirect),
    body(item, row, surroundings, actions),
    !row.isDeleted && !row.isRemoving && row.reactions.length > 0 && reactions(row, surroundings, actions),
    row.status === "failed" && failure(row, actions),
  ].filter(Boolean));
}

const hidden = (text) => el("span", { class: "visually-hidden" }, text);

function head(row, name, isDirect) {
  const author = row.isOwn ? words.you : name ?? words.someone;
  const isNamed = row.isHead && !row.isOwn && !isDirect;
  return el("p", { class: "row-head" },
    isNamed
      ? el("button", { type: "button", class: "author", "data-person": row.userId }, bdi(author))
      : el("bdi", { class: "visually-hidden" }, author),
    row.isHead && time(row));
}

/// The same one as before, unless it shows something else: its picture would come anew.
function picture(item, id, name, { pictureOf }) {
  const next = personAvatar(id, name, { picture: pictureOf(id) });
  next.dataset.person = id;
  const before = item.querySelector(":scope > .avatar");
  return before?.isEqualNode(next) ? before : next;
}

/// A group bears its time once; that of its other rows stands beside them while a mouse rests there, or the focus is
/// there, as after a tap.
const time = (row) => el("time", { class: "row-time", datetime: new Date(row.at).toISOString(), title: fullTime(row.at) }, clock(row.at));

function body(item, row, surroundings, actions) {
  if (row.isDeleted) return el("p", { class: "bubble tombstone" }, words.deleted, !row.isHead && time(row));
  if (row.isRemoving)
    return el("p", { class: "bubble tombstone" }, `${words.deleted} `,
      el("button", { type: "button", class: "link-button", onclick: () => actions.undo(row) }, words.undo));
  const files = row.attachments.length + row.files.length > 0 && places(item, row, surroundings);
  // Files that stay do so in their bubble.
  return fill(files && files.closest(".bubble") || el("div", { class: "bubble" }), [
    row.quote && quotation(row.quote, surroundings, actions),
    files,
    ...row.content ? messageBody(row.content, surroundings, row.isWhole ? null : () => actions.showAll(item)) : [],
    row.editedAt !== null && el("time", { class: "edited", datetime: new Date(row.editedAt).toISOString(), title: fullTime(row.editedAt) }, words.edited),
    row.seq && more(row, actions),
    !row.isHead && time(row),
    row.status === "sending" && el("span", { class: "sending-sign", title: words.sending }, icon("clock"), hidden(words.sending)),
  ].filter(Boolean));
}

function places(item, row, { showFiles }) {
  const files = inOrder([...row.attachments, ...row.files]);
  const root = filePlaces(files, item.querySelector(".files"));
  showFiles(root, files, row);
  return root;
}

function quotation({ seq, message, isAwaited }, { nameOf, me }, actions) {
  const author = message && (message.user_id === me ? words.you : nameOf(message.user_id) ?? words.someone);
  return el("button", { type: "button", class: "quotation", onclick: () => actions.jump(seq) },
    hidden(words.inReplyTo),
    author && bdi(author, "quotation-author ellipsis"),
    bdi(message ? messageText(message) : isAwaited ? words.loading : words.earlierMessage, "quotation-text"));
}

function more(row, actions) {
  const button = el("button", {
    type: "button", class: "row-more", "aria-label": words.messageActions, title: words.messageActions, "aria-haspopup": "dialog",
    onclick: () => actions.menu(row, button),
  }, icon("more"));
  return button;
}

function reactions(row, { me, nameOf }, actions) {
  return el("ul", { class: "reactions", "aria-label": words.reactions },
    ...row.reactions.map((reaction) => {
      const isOn = isMine(reaction, me);
      const names = reaction.user_ids.map((id) => (id === me ? words.you : nameOf(id) ?? words.someone));
      const label = words.reaction(reaction.emoji, names);
      return el("li", {}, el("button", {
        type: "button", class: "reaction", "aria-pressed": String(isOn), "aria-label": label,
        onclick: () => actions.react(row, reaction.emoji, !isOn),
      }, el("span", {}, reaction.emoji), el("span", { class: "reaction-count" }, String(reaction.user_ids.length))));
    }));
}

function failure(row, actions) {
  return el("p", { class: "failure" },
    `${words.notSent} ${row.detail ?? ""} `,
    el("span", { class: "failure-actions" },
      el("button", { type: "button", class: "link-button", onclick: () => actions.retry(row) }, words.retry),
      el("span", { "aria-hidden": "true" }, " · "),
      el("button", { type: "button", class: "link-button", onclick: () => actions.discard(row) }, words.discard)));
}
