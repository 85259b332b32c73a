import assert from "node:assert/strict";
import { it } from "node:test";
import { routeIn } from "../../Sources/SnugWeb/client/route.js";

const roomList = { roomId: null, seq: null, page: null };

it("an address names a room, a message in it, a page, or nothing", () => {
  assert.deepEqual(routeIn("#/room/7"), { ...roomList, roomId: 7 });
  assert.deepEqual(routeIn("#/room/7/message/42"), { ...roomList, roomId: 7, seq: 42 });
  assert.deepEqual(routeIn("#/room/7/about"), { ...roomList, roomId: 7, page: "about" });
  assert.deepEqual(routeIn("#/settings"), { ...roomList, page: "settings" });
  for (const hash of ["", "#/", "#/register", "#/room/0", "#/room/7/message/", "#/room/-1", "#/constructor", "#/settings/x", "#/about", "#/room/7/settings", "#/room/7/constructor"])
    assert.deepEqual(routeIn(hash), roomList, hash);
});
