import assert from "node:assert/strict";
import { it } from "node:test";
import { backgroundWork } from "../../Sources/SnugWeb/client/models/api.js";
import { Members } from "../../Sources/SnugWeb/client/models/members.js";
import { People } from "../../Sources/SnugWeb/client/models/people.js";
import { RoomLogs } from "../../Sources/SnugWeb/client/models/room-logs.js";
import { ServerSync } from "../../Sources/SnugWeb/client/models/server-sync.js";
import { Typists } from "../../Sources/SnugWeb/client/models/typists.js";
import { ada } from "./world.js";

/// Ada's page as the server's frames find it. `events` are what it was told.
function page() {
  const events = [];
  const people = new People();
  const api = { users: async () => ({ users: [] }), rooms: async () => ({ epoch: "a", rooms: [] }) };
  const background = backgroundWork();
  const sync = new ServerSync({
    me: () => ({ id: ada, name: "Ada" }), socket: { isOpen: true, send: () => true }, people, members: new Members(people), background, api,
    logs: new RoomLogs({ me: ada, background, api, onChange() {} }), typists: new Typists(), outbox: { sendAll() {} },
    emit: (type, detail) => events.push({ type, detail }),
  });
  const connect = (server) => sync.opened({ user_id: ada, session_id: 5, server, epoch: "a", rooms: {} });
  return { sync, connect, events };
}

it("a server of another version is told of at each connection, for its page may not be had at first", () => {
  const { connect, events } = page();
  const told = () => events.splice(0).filter(({ type }) => type === "upgraded").map(({ detail }) => detail?.server);
  connect("snug/1");
  assert.deepEqual(told(), []);
  for (let time = 0; time < 2; time++) {
    connect("snug/2");
    assert.deepEqual(told(), ["snug/2"]);
  }
  connect("snug/1");
  assert.deepEqual(told(), []);
});
