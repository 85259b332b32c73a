// The small part of Markdown that people write in chats, as a tree. Pure; message-body.js makes elements of it.
//
// Blocks: `{type: "text" | "quote", inlines}`, `{type: "list", isOrdered, start, items: [inlines]}`,
// `{type: "code", text}`. Inlines: `{type: "text" | "code", text}`, `{type: "bold" | "italic", inlines}`,
// `{type: "link", href, inlines}`, with a `host` that is to stand behind a label of another place, or null; `{type:
// "mention", userIds, text}`.
import { addressUnitsMax, hrefOf, linkAt } from "./link.js";
import { Calls, everyone, isSign, mayCall } from "./mention.js";
import { trueHost } from "./true-host.js";

/// Emphasis within emphasis, no deeper: a message is not worth a deep stack.
const depthMax = 4;

const kinds = [
  { type: "quote", pattern: /^> ?/ },
  { type: "bullets", pattern: /^\s{0,3}[-*•] +(?=\S)/ },
  { type: "numbers", pattern: /^\s{0,3}(\d{1,9})[.)] +(?=\S)/ },
];

/// `people`: `[{id, name}]`, those whose `@name` is a mention.
export function parse(content, people = []) {
  const calls = mayCall(content) ? new Calls(people) : null;
  const lines = content.replaceAll("\r\n", "\n").split("\n");
  const blocks = [];
  const closingFence = closingFences(lines);
  let next = 0;
  while (next < lines.length) {
    const end = lines[next].startsWith("```") ? closingFence(next) : undefined;
    if (end !== undefined) {
      blocks.push({ type: "code", text: lines.slice(next + 1, end).join("\n") });
      next = end + 1;
      continue;
    }
    const kind = kindOf(lines[next]);
    const from = next++;
    while (next < lines.length && kindOf(lines[next]) === kind && !lines[next].startsWith("```")) next++;
    blocks.push(...block(kind, lines.slice(from, next), calls));
  }
  return blocks;
}

/// True if the text calls the person or everyone. `others`: the people of the room, as far as they are known.
export function isMentioned(content, person, others = []) {
  if (!mayCall(content)) return false;
  const isCalled = ({ userIds }) => userIds.includes(person.id) || userIds.includes(everyone);
  const calls = (inlines) => inlines.some((each) => (each.type === "mention" ? isCalled(each) : calls(each.inlines ?? [])));
  return parse(content, peopleWith(person, others)).some((block) => (block.items ?? [block.inlines ?? []]).some(calls));
}

const withPerson = new WeakMap();

/// `others` with the person, by the name that they have now; made once for each list.
function peopleWith({ id, name }, others) {
  const kept = withPerson.get(others);
  if (kept?.id === id && kept.name === name) return kept.people;
  const people = [{ id, name }, ...others.filter((other) => other.id !== id)];
  withPerson.set(others, { id, name, people });
  return people;
}

/// The beginning of a long message that a preview shows.
const previewUnits = 400;

/// The words of a message's beginning, in one line: for previews.
export function plainText(content) {
  const words = (inlines) => inlines.map((each) => each.text ?? words(each.inlines)).join("");
  return parse(beginning(content, previewUnits))
    .map((block) => block.text ?? (block.items ? block.items.map(words).join(", ") : words(block.inlines)))
    .join(" ").replace(/\s+/g, " ");
}

/// As much of a text as that, without half a character at its end.
function beginning(text, units) {
  if (text.length <= units) return text;
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? units - 1 : units);
}

/// Returns a function from a line to the next one that closes a fence behind it, asked with ascending lines: each is
/// looked at once.
function closingFences(lines) {
  const fences = [...lines.keys()].filter((index) => lines[index].trimEnd() === "```");
  let at = 0;
  return (opening) => {
    while (at < fences.length && fences[at] <= opening) at += 1;
    return fences[at];
  };
}

const kindOf = (line) => kinds.find(({ pattern }) => pattern.test(line)) ?? null;

function block(kind, lines, calls) {
  const inlines = (text) => inline(text, calls, 0);
  if (kind === null) {
    const text = lines.join("\n").replace(/^\n+/, "").trimEnd();
    return text ? [{ type: "text", inlines: inlines(text) }] : [];
  }
  const stripped = lines.map((line) => line.replace(kind.pattern, ""));
  if (kind.type === "quote") return [{ type: "quote", inlines: inlines(stripped.join("\n")) }];
  const isOrdered = kind.type === "numbers";
  const start = isOrdered ? Number(lines[0].match(kind.pattern)[1]) : 1;
  return [{ type: "list", isOrdered, start, items: stripped.map(inlines) }];
}

const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isSpace = (character) => character === undefined || /\s/u.test(character);

function inline(text, calls, depth) {
  const found = [];
  const hopeless = new Set();
  let plain = 0;
  let at = 0;
  const take = (node, length) => {
    if (at > plain) found.push({ type: "text", text: text.slice(plain, at) });
    found.push(node);
    at += length;
    plain = at;
  };
  while (at < text.length) {
    const taken = isSign(text[at]) ? mention(text, at, calls) : isWord(text[at - 1]) ? null : marked(text, at, calls, depth, hopeless);
    if (taken) take(taken.node, taken.length);
    else at++;
  }
  if (plain < text.length) found.push({ type: "text", text: text.slice(plain) });
  return found;
}

/// The inline that begins at `at`: `{node, length}`, or null. `hopeless` has marks that nothing closes any more.
function marked(text, at, calls, depth, hopeless) {
  switch (text[at]) {
    case "`":
      return codeSpan(text, at, hopeless);
    case "*":
    case "_":
      return depth < depthMax ? emphasis(text, at, calls, depth, hopeless) : null;
    case "[":
      return depth < depthMax ? namedLink(text, at, depth, hopeless) : null;
    case "h":
    case "H": {
      const link = linkAt(text, at);
      return link && { node: { type: "link", href: link.href, host: null, inlines: [{ type: "text", text: link.text }] }, length: link.text.length };
    }
  }
  return null;
}

function codeSpan(text, at, hopeless) {
  if (hopeless.has("`")) return null;
  const end = text.indexOf("`", at + 1);
  if (end < 0) hopeless.add("`");
  if (end <= at + 1) return null;
  return { node: { type: "code", text: text.slice(at + 1, end) }, length: end + 1 - at };
}

function emphasis(text, at, calls, depth, hopeless) {
  const sign = text[at];
  const mark = text[at + 1] === sign ? sign + sign : sign;
  const from = at + mark.length;
  if (hopeless.has(mark) || isSpace(text[from]) || text[from] === sign) return null;
  for (let end = text.indexOf(mark, from); end >= 0; end = text.indexOf(mark, end + 1)) {
    const after = text[end + mark.length];
    if (isSpace(text[end - 1]) || isWord(after) || after === sign || text[end - 1] === sign) continue;
    const type = mark.length === 2 ? "bold" : "italic";
    return { node: { type, inlines: inline(text.slice(from, end), calls, depth + 1) }, length: end + mark.length - at };
  }
  hopeless.add(mark);
  return null;
}

/// `[words](https://…)`; its words are not searched for further links.
function namedLink(text, at, depth, hopeless) {
  if (hopeless.has("[")) return null;
  let middle = at + 1;
  while (middle < text.length && !"[]\n".includes(text[middle])) middle += 1;
  if (middle === at + 1 || text[middle] !== "]" || text[middle + 1] !== "(") return null;
  const end = text.indexOf(")", middle + 2);
  if (end < 0) hopeless.add("[");
  if (end < 0 || end - middle > addressUnitsMax) return null;
  const href = hrefOf(text.slice(middle + 2, end));
  const label = text.slice(at + 1, middle);
  if (!href) return null;
  return { node: { type: "link", href, host: trueHost(label, href), inlines: [{ type: "text", text: label }] }, length: end + 1 - at };
}

function mention(text, at, calls) {
  const called = calls?.at(text, at) ?? null;
  return called && { node: { type: "mention", userIds: called.ids, text: text.slice(at, called.end) }, length: called.end - at };
}
