import assert from "node:assert/strict";
import { it } from "node:test";
import { grouped } from "../../Sources/SnugWeb/client/admin/server/setting-groups.js";
import { settingWordsIn } from "../../Sources/SnugWeb/client/admin/server/setting-words.js";
import { swift } from "./sources.js";

const keys = [...swift("snug").matchAll(/Setting\(\s*name: "([a-z-]+)"/g)].map(([, name]) => name.replaceAll("-", "."));

it("each setting stands in one group, and every one that there is has a group that is named", () => {
  const groups = grouped(keys.map((key) => ({ key })));
  assert.deepEqual(groups.flatMap(({ settings }) => settings.map(({ key }) => key)).sort(), keys.toSorted());
  assert.ok(!groups.some(({ group }) => group === "other"), JSON.stringify(groups.at(-1)));
});

it("a setting that nobody has put anywhere is shown all the same", () => {
  assert.deepEqual(grouped([{ key: "moon.phase" }]), [{ group: "other", settings: [{ key: "moon.phase" }] }]);
});

for (const language of ["en", "de"])
  it(`${language}: values are sentences with their units, and what has none is shown as it is`, async () => {
    const words = await settingWordsIn(language);
    const say = (key, value) => words.sentence({ key, value });
    assert.match(say("session.days", "30"), /^30 (days|Tage) /);
    assert.match(say("session.days", "1"), /^1 (day|Tag) /);
    assert.match(say("message.rate", "0"), /^(No limit|Ohne Grenze)$/);
    assert.notEqual(say("registration", "closed"), "closed");
    assert.notEqual(say("backup.time", "off"), "off");
    assert.equal(say("site.name", "Hearth"), "Hearth");
    assert.equal(say("log.level", "loud"), "loud");
    assert.equal(words.title({ key: "moon.phase" }), "moon.phase");
    for (const { group } of grouped([...keys, "moon.phase"].map((key) => ({ key })))) assert.ok(words.groups[group], group);
  });
