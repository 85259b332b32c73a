import assert from "node:assert/strict";
import { it } from "node:test";
import { rightsIn } from "../../Sources/SnugWeb/client/models/room-rights.js";

const ada = { id: 1, role: "member" };
const admin = { id: 1, role: "admin" };
const members = (role) => [{ user_id: 1, role }, { user_id: 2, role: "member" }];
const outside = [{ user_id: 2, role: "owner" }];
const granted = (rights) => Object.keys(rights).filter((right) => rights[right]).sort();

it("a member adds people and leaves; the room's owner and administrators do everything", () => {
  for (const kind of ["group", "open"]) {
    assert.deepEqual(granted(rightsIn({ kind }, members("member"), ada)), ["isMember", "mayAdd", "mayLeave"]);
    const all = ["isMember", "mayAdd", "mayDelete", "mayDeleteWords", "mayLeave", "mayRemove", "mayRename"];
    assert.deepEqual(granted(rightsIn({ kind }, members("owner"), ada)), all);
    assert.deepEqual(granted(rightsIn({ kind }, members("member"), admin)), all);
  }
});

it("from outside an open room may be joined, and ruled by administrators", () => {
  assert.deepEqual(granted(rightsIn({ kind: "open" }, outside, ada)), ["mayJoin"]);
  assert.deepEqual(granted(rightsIn({ kind: "open" }, outside, { id: 1, role: "owner" })), ["mayDelete", "mayJoin", "mayRemove", "mayRename"]);
});

it("a room of two stays one: each may take it from their own list, neither may delete it for both", () => {
  assert.deepEqual(granted(rightsIn({ kind: "direct" }, members("owner"), ada)), ["isMember", "mayLeave"]);
  assert.deepEqual(granted(rightsIn({ kind: "direct" }, members("member"), ada)), ["isMember", "mayLeave"]);
  assert.deepEqual(granted(rightsIn({ kind: "direct" }, members("member"), admin)), ["isMember", "mayLeave"]);
});

it("the room where newcomers land is ruled by administrators alone", () => {
  const hall = { kind: "open", welcomes: true };
  assert.deepEqual(granted(rightsIn(hall, members("owner"), ada)), ["isMember", "mayAdd", "mayDeleteWords", "mayLeave"]);
  const all = ["isMember", "mayAdd", "mayDelete", "mayDeleteWords", "mayLeave", "mayRemove", "mayRename"];
  assert.deepEqual(granted(rightsIn(hall, members("member"), admin)), all);
});
