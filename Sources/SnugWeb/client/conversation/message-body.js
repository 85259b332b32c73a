// A message's text as elements.
import { excerpt } from "../text/excerpt.js";
import { placeWithin } from "../text/link.js";
import { parse } from "../text/markdown.js";
import { everyone, mayCall } from "../text/mention.js";
import { isEmojiAlone } from "../text/text.js";
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

/// `people()` gives the people whose names are mentions; `me` is the user whose mentions stand out. With `onShowAll()`,
/// of a long text only the beginning is shown, and a button behind it.
export function messageBody(content, { people, me }, onShowAll = null) {
  if (isEmojiAlone(content)) return [el("div", { class: "message-body emoji-alone" }, content)];
  const blocks = parse(content, mayCall(content) ? people() : []);
  const shown = onShowAll ? excerpt(blocks) : blocks;
  return [
    el("div", { class: "message-body", dir: "auto" }, ...shown.map((block) => blockElement(block, me))),
    shown !== blocks && el("button", { type: "button", class: "link-button show-all", onclick: onShowAll }, words.showAll),
  ];
}

function blockElement(block, me) {
  const inside = (inlines) => inlines.map((inline) => inlineNode(inline, me));
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

function inlineNode(inline, me) {
  const inside = () => inline.inlines.map((each) => inlineNode(each, me));
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
      return el("span", { class: [me, everyone].some((id) => inline.userIds.includes(id)) ? "mention me" : "mention" }, inline.text);
    default:
      return inline.text;
  }
}
