// One message on the page.
import { personAvatar } from "./avatar.js";
import { bdi, el, icon } from "./dom.js";
import { pieces } from "./text.js";
import { clock, fullTime } from "./time.js";
import { words } from "./words.js";

/// What a row depends on; while that stays the same, its element is left alone.
export function fingerprint(row, name) {
  const { at, isHead, isNewLine, status, detail, content, isEdited, isDeleted } = row;
  return JSON.stringify([at, isHead, isNewLine, status, detail, content, isEdited, isDeleted, name]);
}

/// Fills `item`, an `li`. Of a row that was acknowledged only what differs is replaced, and nothing moves.
export function fillRow(item, row, { name, isDirect, onRetry, onDiscard }) {
  item.className = [
    "row", row.isOwn ? "own" : "other", row.isHead ? "head" : "", row.status, isDirect ? "direct" : "",
  ].filter(Boolean).join(" ");
  item.replaceChildren(...[
    row.isNewLine && el("div", { class: "new-line" }, el("span", {}, words.newLine)),
    !row.isOwn && row.isHead && !isDirect && personAvatar(row.userId, name),
    head(row, name, isDirect),
    body(row),
    row.status === "failed" && failure(row, onRetry, onDiscard),
  ].filter(Boolean));
}

const hidden = (text) => el("span", { class: "visually-hidden" }, text);

function head(row, name, isDirect) {
  const author = row.isOwn ? words.you : name ?? words.someone;
  const isNamed = row.isHead && !row.isOwn && !isDirect;
  return el("p", { class: "row-head" },
    el("bdi", { class: isNamed ? "author" : "visually-hidden" }, author),
    time(row));
}

const time = (row) => el("time", { datetime: new Date(row.at).toISOString(), title: fullTime(row.at) }, clock(row.at));

function body(row) {
  if (row.isDeleted) return el("p", { class: "bubble tombstone" }, words.deleted);
  return el("div", { class: "bubble" },
    row.content && el("div", { dir: "auto" },
      ...pieces(row.content).map(({ text, href }) =>
        href ? el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text) : text),
      row.isEdited && el("span", { class: "edited" }, ` (${words.edited})`)),
    ...row.attachments.map(attachment),
    row.status === "sending" && el("span", { class: "sending-sign", title: words.sending }, icon("clock"), hidden(words.sending)));
}

function attachment({ url, name }) {
  const isOurs = typeof url === "string" && url.startsWith("/api/v1/attachments/");
  return el("a", { class: "attachment", href: isOurs ? url : null, target: "_blank", rel: "noopener" }, bdi(name));
}

function failure(row, onRetry, onDiscard) {
  return el("p", { class: "failure", role: "alert" },
    `${words.notSent} ${row.detail ?? ""} `,
    el("span", { class: "failure-actions" },
      el("button", { type: "button", class: "link-button", onclick: onRetry }, words.retry),
      el("span", { "aria-hidden": "true" }, " · "),
      el("button", { type: "button", class: "link-button", onclick: onDiscard }, words.discard)));
}
