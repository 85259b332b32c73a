// The names that can be called are made ready for comparison once, not for every message.
import assert from "node:assert/strict";
import { it } from "node:test";
import { JoinedRooms } from "../../Sources/SnugWeb/client/models/joined-rooms.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { parse } from "../../Sources/SnugWeb/client/text/markdown.js";
import { ada, ben, message } from "./world.js";

const cleo = 3;
const lobby = {
  id: 7, name: "Lobby", kind: "group", last_seq: 0, last_rev: 0, read_seq: 0, last_activity_at: message(1).timestamp,
  members: [{ user_id: ada, name: "Ada" }, { user_id: ben, name: "Ben" }, { user_id: cleo, name: "Cleo" }],
};

function world() {
  const people = new People();
  const rooms = new JoinedRooms({ me: ada, people, background() {}, emit() {} });
  rooms.upsert(lobby);
  rooms.learnMembers(lobby);
  return { people, rooms };
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
  people.forgetPresence();
  people.learn([{ id: 4, online: true }]);
  assert.equal(people.named(), list);
  people.learn([{ id: cleo, name: "Cleopatra" }]);
  assert.deepEqual(people.named().map(({ name }) => name), ["Ada", "Ben", "Cleopatra"]);
  people.learn([{ id: 4, name: "Dana" }]);
  assert.equal(people.named().length, 4);
});

it("the list of a room's members stays the same one until its members change", () => {
  const { rooms } = world();
  const list = rooms.membersNamed(7);
  rooms.readBy({ room_id: 7, user_id: ben, seq: 1 });
  rooms.arrived(message(1));
  assert.equal(rooms.membersNamed(7), list);
  rooms.learnMembers({ ...lobby, members: [...lobby.members, { user_id: 4, name: "Dana" }] });
  assert.deepEqual(rooms.membersNamed(7).map(({ name }) => name), ["Ada", "Ben", "Cleo", "Dana"]);
  rooms.remove(7);
  assert.deepEqual(rooms.membersNamed(7), []);
});

it("a second row folds no names", (t) => {
  const { people } = world();
  const draw = () => parse("@nobody", people.named());
  assert.ok(foldings(t, draw) > foldings(t, draw));
  // One letter behind the sign, which begins no name.
  assert.equal(foldings(t, draw), 1);
});

it("a second message folds no names, and one's own new name counts at once", (t) => {
  const { people, rooms } = world();
  let me = { id: ada, name: "Ada" };
  const sync = new ServerSync({
    me: () => me, rooms, people, typists: { finished: () => false }, timelines: { applyIfOpened() {} }, emit() {},
  });
  const receive = (seq, content) => foldings(t, () => sync.received(message(seq, { content })));
  const mentions = () => rooms.get(7).mentions ?? 0;
  assert.ok(receive(1, "@nobody") > 1);
  assert.equal(receive(2, "@nobody"), 1);
  assert.equal(mentions(), 0);
  me = { id: ada, name: "Augusta" };
  receive(3, "@augusta");
  assert.equal(mentions(), 1);
  receive(4, "@ada");
  assert.equal(mentions(), 1);
});
