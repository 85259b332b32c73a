import assert from "node:assert/strict";
import { it } from "node:test";
import { linkRooms, placeOf } from "../../Sources/SnugWeb/client/references/room-links.js";
import { parse } from "../../Sources/SnugWeb/client/text/markdown.js";
import { namesOf } from "../../Sources/SnugWeb/client/text/mention.js";

const rooms = [
  { id: 1, name: "Garden" }, { id: 2, name: "Garden party" }, { id: 3, name: "Küche" }, { id: 4, name: "Twin" },
  { id: 5, name: "Twin" }, { id: 6, name: "Q&A" }, { id: 7, name: "庭" },
];
const linked = (text, labelOf = () => null) => linkRooms(parse(text), namesOf(rooms), labelOf);
/// `[roomId, text]` of each room that the text names.
const named = (text) => {
  const found = [];
  const look = (inlines) => {
    for (const each of inlines) {
      if (each.type === "room") found.push([each.roomId, each.text]);
      look(each.inlines ?? []);
    }
  };
  for (const block of linked(text)) for (const inlines of block.items ?? [block.inlines ?? []]) look(inlines);
  return found;
};

it("a room that is named is linked, the longest name that fits", () => {
  assert.deepEqual(named("See #Garden."), [[1, "#Garden"]]);
  assert.deepEqual(named("at the #garden party, or (#Küche)"), [[2, "#garden party"], [3, "#Küche"]]);
  assert.deepEqual(named("#Q&A!"), [[6, "#Q&A"]]);
  assert.deepEqual(named("- **#Garden**\n- #Küche"), [[1, "#Garden"], [3, "#Küche"]]);
  assert.deepEqual(named("> #Garden"), [[1, "#Garden"]]);
  assert.deepEqual(named("請看#庭"), [[7, "#庭"]]);
});

it("what only looks like one stays as it is", () => {
  for (const text of ["C#Garden", "##Garden", "/#Garden", "#Gardening", "# Garden", "#Nowhere", "#room", "`#Garden`", "```\n#Garden\n```", "&#Garden"])
    assert.deepEqual(named(text), [], text);
});

it("of two rooms with one name, none is meant", () => {
  assert.deepEqual(named("#Twin"), []);
});

it("no text is lost", () => {
  const textOf = (inlines) => inlines.map((each) => each.text ?? textOf(each.inlines)).join("");
  for (const text of ["#Garden", "a #Garden b #Küche c", "#", "##", "# #Garden#Garden"])
    assert.equal(linked(text).map(({ inlines }) => textOf(inlines)).join(""), text);
});

it("many signs in one message cost little, and the first hundred are looked at", () => {
  assert.equal(named("#Garden ".repeat(300)).length, 100);
  const begun = performance.now();
  linked("#".repeat(16_000));
  linked("#G ".repeat(5_000));
  assert.ok(performance.now() - begun < 500);
});

it("a link keeps the label of its writer, unless it gets another", () => {
  const text = "https://snug.example/#/room/7/message/42";
  assert.equal(linked(text)[0].inlines[0].inlines[0].text, text);
  assert.equal(linked(text, () => "Message in #Garden")[0].inlines[0].inlines[0].text, "Message in #Garden");
});

it("a place is a room, or a message in it", () => {
  assert.deepEqual(placeOf("#/room/7"), { roomId: 7, seq: null });
  assert.deepEqual(placeOf("#/room/7/message/42"), { roomId: 7, seq: 42 });
  for (const other of [null, "", "#/", "#/settings", "#/room/7/about", "#/room/0", "#/room/7/message/x", "#/room/07"])
    assert.equal(placeOf(other), null, other);
});
