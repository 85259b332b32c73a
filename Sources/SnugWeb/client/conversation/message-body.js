// A message's text as elements.
import { excerpt } from "../text/excerpt.js";
import { placeWithin } from "../text/link.js";
import { parse } from "../text/markdown.js";
import { everyone, mayCall } from "../text/mention.js";
import { isEmojiAlone } from "../text/text.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

/// `people()` gives the people whose names are mentions; `me` is the user whose mentions stand out; `opensCards`: a
/// press on a mention is heard. `references()` gives what knows the rooms and messages that a text names, or null while
/// that is on its way. With `onShowAll()`, of a long text only the beginning is shown, and a button behind it.
export function messageBody(content, surroundings, onShowAll = null) {
  if (isEmojiAlone(content)) return [el("div", { class: "message-body emoji-alone" }, content)];
  const parsed = parse(content, mayCall(content) ? surroundings.people() : []);
  const known = mayRefer(content) ? surroundings.references?.() : null;
  const blocks = known ? known.linked(parsed) : parsed;
  const shown = onShowAll ? excerpt(blocks) : blocks;
  return [
    el("div", { class: "message-body", dir: "auto" }, ...shown.map((block) => blockElement(block, surroundings))),
    shown !== blocks && el("button", { type: "button", class: "link-button show-all", onclick: onShowAll }, words.showAll),
    ...known?.cards(shown) ?? [],
  ];
}

/// True if a text may name a room or a message of this server: most do not.
export const mayRefer = (content) => content.includes("#");

function blockElement(block, surroundings) {
  const inside = (inlines) => inlines.map((inline) => inlineNode(inline, surroundings));
  switch (block.type) {
    case "quote":
      return el("blockquote", { dir: "auto" }, ...inside(block.inlines));
    case "list":
      return el(block.isOrdered ? "ol" : "ul",
        { start: block.start === 1 ? null : block.start, class: block.start + block.items.length > 100 && "large" },
        ...block.items.map((item) => el("li", { dir: "auto" }, ...inside(item))));
    case "code":
      // Long lines scroll, and a scroller must be reachable by keyboard.
      return el("pre", { dir: "ltr", tabindex: "0" }, el("code", {}, block.text));
    default:
      return el("p", { dir: "auto" }, ...inside(block.inlines));
  }
}

function link(href, content) {
  const place = placeWithin(href, location.origin);
  return place ? el("a", { href: place }, ...content) : el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...content);
}

function inlineNode(inline, surroundings) {
  const inside = () => inline.inlines.map((each) => inlineNode(each, surroundings));
  switch (inline.type) {
    case "bold":
      return el("strong", {}, ...inside());
    case "italic":
      return el("em", {}, ...inside());
    case "code":
      return el("code", { dir: "ltr" }, inline.text);
    case "link":
      return link(inline.href, inline.host === null ? inside() : [el("bdi", {}, ...inside()), el("bdi", { dir: "ltr" }, ` (${inline.host})`)]);
    case "mention":
      return mention(inline, surroundings);
    case "room":
      return el("a", { class: "room-link", href: `#/room/${inline.roomId}` }, inline.text);
    default:
      return inline.text;
  }
}

function mention({ userIds, text }, { me, opensCards }) {
  const isOneself = [me, everyone].some((id) => userIds.includes(id));
  const opens = opensCards && userIds.length === 1 && userIds[0] !== everyone;
  return el("span", {
    class: isOneself ? "mention me" : "mention", ...opens && { role: "button", tabindex: "0", "data-person": userIds[0] },
  }, text);
}
