// The names that can be called are made ready for comparison once, not for every message.
import assert from "node:assert/strict";
import { it } from "node:test";
import { Members } from "../../Sources/SnugWeb/client/models/members.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { parse } from "../../Sources/SnugWeb/client/text/markdown.js";
import { ada, ben, message } from "./world.js";

const cleo = 3;
const lobby = { id: 7, name: "Lobby", kind: "group", last_seq: 0, last_rev: 0, read_seq: 0, last_activity_at: message(1).timestamp };
const ours = [{ user_id: ada, name: "Ada" }, { user_id: ben, name: "Ben" }, { user_id: cleo, name: "Cleo" }];

function world() {
  const people = new People();
  const members = new Members(people);
  members.learn(7, ours);
  return { people, members };
}

/// The number of letters that `work` makes ready for comparison.
function foldings(t, work) {
  const { mock } = t.mock.method(String.prototype, "normalize");
  work();
  mock.restore();
  return mock.callCount();
}

it("the list of people stays the same one until a name changes", () => {
  const { people } = world();
  const list = people.named();
  people.learn([{ id: ben, online: true }, { id: cleo, name: "Cleo" }]);
  people.disconnected();
  people.learn([{ id: 4, online: true }]);
  assert.equal(people.named(), list);
  people.learn([{ id: cleo, name: "Cleopatra" }]);
  assert.deepEqual(people.named().map(({ name }) => name), ["Ada", "Ben", "Cleopatra"]);
  people.learn([{ id: 4, name: "Dana" }]);
  assert.equal(people.named().length, 4);
  people.learn([{ id: 4, deactivated: true }]);
  assert.equal(people.named().length, 3);
  assert.equal(people.name(4), "Dana");
});

it("the list of a room's members stays the same one until its members change", () => {
  const { people, members } = world();
  const names = () => members.named(7).map(({ name }) => name);
  const list = members.named(7);
  members.readBy(7, ben, 1);
  assert.equal(members.named(7), list);
  const dana = { id: 4, name: "Dana", online: true };
  members.changed({ room_id: 7, user: dana, role: "member", joined: true }, 40);
  assert.deepEqual(names(), ["Ada", "Ben", "Cleo", "Dana"]);
  assert.equal(members.of(7).at(-1).read_seq, 40);
  members.changed({ room_id: 7, user: { id: ben, name: "Ben" }, role: "member", joined: false }, 40);
  assert.deepEqual(names(), ["Ada", "Cleo", "Dana"]);
  people.learn([{ id: cleo, name: "Cleopatra" }]);
  members.renamed({ id: cleo, name: "Cleopatra" });
  assert.deepEqual(names(), ["Ada", "Cleopatra", "Dana"]);
  members.forget(7);
  assert.deepEqual(names(), []);
});

it("a second row folds no names", (t) => {
  const { people } = world();
  const draw = () => parse("@nobody", people.named());
  assert.ok(foldings(t, draw) > foldings(t, draw));
  // One letter behind the sign, which begins no name.
  assert.equal(foldings(t, draw), 1);
});

it("a second message folds no names, and one's own new name counts at once", (t) => {
  const { people, members } = world();
  const logs = new RoomLogs({ me: ada, background() {}, onChange() {} });
  logs.listed(lobby);
  let me = { id: ada, name: "Ada" };
  const sync = new ServerSync({
    me: () => me, logs, members, people, typists: { finished: () => false }, emit() {},
  });
  const receive = (seq, content) => foldings(t, () => sync.received(message(seq, { content })));
  const mentions = () => logs.room(7).mentions ?? 0;
  assert.ok(receive(1, "@nobody") > 1);
  assert.equal(receive(2, "@nobody"), 1);
  assert.equal(mentions(), 0);
  me = { id: ada, name: "Augusta" };
  receive(3, "@augusta");
  assert.equal(mentions(), 1);
  receive(4, "@ada");
  assert.equal(mentions(), 1);
});
