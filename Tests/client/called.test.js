// A name in a sentence may be written in either direction: it stands between isolates, in each language.
import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { languages } from "../../Sources/SnugWeb/client/text/language.js";

const name = "\u05D0\u05D1\u05D9";
const isolated = `\u2068${name}\u2069`;

/// The sentences that people read, by the table that has them; the names are given in a list where a sentence takes one.
const sentences = {
  "": { one: ["replyingTo"], many: ["typing", "members"] },
  "pages-": {
    one: [
      "removeMemberTitle", "memberRemoved", "leaveRoomTitle", "roomLeft", "deleteRoomTitle", "roomDeleted", "deleteRoomTyped",
      "leaveDirectTitle", "directLeft", "removePasskeyTitle", "passkeyRemoved", "noPeopleFor", "noOpenRoomsFor", "nothingCalled",
    ],
    many: ["peopleAdded"],
  },
  "talk-": { one: ["messageIn", "roomRenamed", "youLeft", "roomGoneUnsent"], many: ["joined", "left", "youAdded", "youRemoved"] },
  "search/": { one: ["fromPerson", "inRoom", "noPersonFor", "noRoomFor", "noDayFor", "oneself"], many: [] },
  "door/": { one: ["invitedOtherLead"], many: ["inviteLands"] },
  "admin-": {
    one: [
      "deactivateTitle", "nowDeactivated", "reactivated", "personAdded", "pictureRemovedOf", "codeFor", "revokeInviteTitle",
      "signOutTitle", "signedOutOf",
    ],
    many: ["inviteInto"],
  },
};

for (const language of Object.keys(languages))
  for (const [table, { one, many }] of Object.entries(sentences))
    it(`names turn nothing beside them in ${table}${language}.js`, async () => {
      const { words } = await import(`../../Sources/SnugWeb/client/words/${table}${language}.js`);
      const said = [...one.map((key) => words[key](name, name)), ...many.map((key) => words[key]([name], 0))];
      for (const sentence of said) {
        assert.ok(sentence.includes(isolated), sentence);
        assert.ok(!sentence.replaceAll(isolated, "").includes(name), sentence);
      }
    });
