import assert from "node:assert/strict";
import { it } from "node:test";
import { fingerprint } from "../../Sources/SnugWeb/client/conversation/message-row.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { ada, ben } from "./world.js";

const row = (content) => ({ at: 0, userId: ada, content, reactions: [] });

for (const [sign, content, isCalling] of [["a sign", "hi @Ben", true], ["a full-width sign", "你好＠Ben", true], ["no sign", "hi Ben", false]])
  it(`a row with ${sign} is drawn anew ${isCalling ? "when names are learned and changed" : "for nobody's name"}`, () => {
    const people = new People();
    people.learn([{ id: ada, name: "Ada" }]);
    const print = () => fingerprint(row(content), { nameOf: (id) => people.name(id), people: () => people.named() });
    const prints = [print()];
    people.learn([{ id: ben, name: "Ben" }]);
    prints.push(print());
    people.learn([{ id: ben, name: "Benjamin" }]);
    prints.push(print());
    people.learn([{ id: ben, online: true }]);
    prints.push(print());
    assert.equal(new Set(prints).size, isCalling ? 3 : 1);
    assert.equal(prints[3], prints[2]);
  });
