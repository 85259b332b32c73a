import assert from "node:assert/strict";
import { it } from "node:test";
import { placeIn } from "../../Sources/SnugWeb/client/place.js";

const nowhere = { roomId: null, seq: null, page: null };

it("an address names a room, a message in it, a page, or nothing", () => {
  assert.deepEqual(placeIn("#/room/7"), { ...nowhere, roomId: 7 });
  assert.deepEqual(placeIn("#/room/7/message/42"), { ...nowhere, roomId: 7, seq: 42 });
  assert.deepEqual(placeIn("#/room/7/about"), { ...nowhere, roomId: 7, page: "about" });
  assert.deepEqual(placeIn("#/settings"), { ...nowhere, page: "settings" });
  for (const hash of ["", "#/", "#/register", "#/room/0", "#/room/7/message/", "#/room/-1", "#/constructor", "#/settings/x", "#/about", "#/room/7/settings", "#/room/7/constructor"])
    assert.deepEqual(placeIn(hash), nowhere, hash);
});
