// The links that a text's `#Room` become, and the places within this site. Pure, on the tree of markdown.js.
import { unspacedLetters } from "../text/mention.js";

/// The signs of one text that a name is looked for behind.
const signsMax = 100;
const mayStandBefore = new RegExp(`(?:^|[^\\p{L}\\p{M}\\p{N}_#&/]|[${unspacedLetters}])$`, "u");
const place = /^#\/room\/([1-9]\d{0,15})(?:\/message\/([1-9]\d{0,15}))?$/;

/// `#/room/7/message/42` → `{roomId, seq}`; `seq` is null for a room. Null for anything else.
export function placeOf(hash) {
  const [found, roomId, seq] = hash?.match(place) ?? [];
  return found ? { roomId: Number(roomId), seq: seq ? Number(seq) : null } : null;
}

/// `names` are those of rooms (mention.js); `labelOf(link)` gives another label for a link, or null.
export function linkRooms(blocks, names, labelOf) {
  const left = { signs: signsMax };
  const each = (inlines) => inlines.flatMap((inline) => {
    if (inline.type === "text") return inText(inline.text, names, left);
    if (inline.type === "link") {
      const label = labelOf(inline);
      return label === null ? inline : { ...inline, inlines: [{ type: "text", text: label }] };
    }
    return inline.inlines ? { ...inline, inlines: each(inline.inlines) } : inline;
  });
  return blocks.map((block) => (block.items ? { ...block, items: block.items.map(each) }
    : block.inlines ? { ...block, inlines: each(block.inlines) } : block));
}

function inText(text, names, left) {
  const found = [];
  let plain = 0;
  for (let at = text.indexOf("#"); at >= 0 && left.signs > 0; at = text.indexOf("#", at + 1)) {
    if (at < plain) continue;
    left.signs -= 1;
    if (!mayStandBefore.test(text.slice(Math.max(0, at - 2), at))) continue;
    const called = names.at(text, at + 1);
    // Of several rooms with one name, none is meant for sure; and "room" stands for no room.
    if (!called?.isWhole || called.ids.length !== 1 || called.ids[0] === null) continue;
    if (at > plain) found.push({ type: "text", text: text.slice(plain, at) });
    found.push({ type: "room", roomId: called.ids[0], text: text.slice(at, called.end) });
    plain = called.end;
  }
  if (plain < text.length) found.push({ type: "text", text: text.slice(plain) });
  return found;
}
