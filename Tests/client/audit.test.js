import "./world.js";
import assert from "node:assert/strict";
import { it } from "node:test";
import { sentence } from "../../Sources/SnugWeb/client/admin/audit.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import { words as german } from "../../Sources/SnugWeb/client/words/admin-de.js";
import { words as english } from "../../Sources/SnugWeb/client/words/admin-en.js";
import { read } from "./sources.js";

Object.assign(words, english);
const names = { 1: "Ada", 2: "Ben" };
const said = (entry) => sentence({ actor_id: null, user_id: null, address: "", detail: "", ...entry }, (id) => names[id])
  .replace(/[\u2068\u2069]/g, "");

it("says who did what to whom, wherever it was done", () => {
  assert.equal(said({ act: "signed_in", user_id: 1, address: "192.0.2.1", detail: "passkey" }), "Ada signed in with a passkey.");
  assert.equal(said({ act: "user_added", user_id: 2, detail: "registered" }), "Ben made an account.");
  assert.equal(said({ act: "user_added", user_id: 2, detail: "registered, invite 7 of user 1: Spring, late" }), "Ben made an account by the invite “Spring, late” of Ada.");
  assert.equal(said({ act: "user_added", user_id: 2, detail: "registered, invite 7 of user 1: standing" }), "Ben made an account by the invite “Invite link” of Ada.");
  assert.equal(said({ act: "user_added", user_id: 2, detail: "registered, invite 7 of user 1" }), "Ben made an account by an invite of Ada.");
  assert.equal(said({ act: "email_changed", actor_id: 1, user_id: 2, address: "192.0.2.1", detail: "ben@example.org" }), "Ada changed the address of Ben.");
  assert.equal(said({ act: "email_changed", actor_id: 1, address: "192.0.2.1", detail: "ada@example.org" }), "Ada changed their address.");
  assert.equal(said({ act: "user_added", user_id: 2, detail: "member" }), "Someone at the server itself made an account for Ben.");
  assert.equal(said({ act: "role_changed", actor_id: 1, user_id: 2, address: "192.0.2.1", detail: "admin" }), "Ada changed the role of Ben to administrator.");
  assert.equal(said({ act: "role_changed", actor_id: 1, user_id: 2, address: "192.0.2.1", detail: "admin, was member" }), "Ada changed the role of Ben from member to administrator.");
  assert.equal(said({ act: "user_added", actor_id: 1, user_id: 2, address: "192.0.2.1", detail: "member, mailed" }), "Ada made an account for Ben and mailed the link.");
  assert.equal(said({ act: "invite_revoked", actor_id: 1, address: "192.0.2.1", detail: "The choir, and more" }), "Ada took the invite “The choir, and more” back.");
  assert.equal(said({ act: "invite_made", actor_id: 1, address: "192.0.2.1" }), "Ada made an invite.");
  assert.equal(said({ act: "session_ended", user_id: 2, detail: "all" }), "Someone at the server itself signed Ben out of every device.");
  assert.equal(said({ act: "session_ended", actor_id: 1, user_id: 2, address: "192.0.2.1", detail: "Firefox on Windows" }), "Ada signed Ben out of Firefox on Windows.");
  assert.equal(said({ act: "session_ended", actor_id: 1, address: "192.0.2.1", detail: "all others" }), "Ada signed out of every other device.");
  assert.equal(said({ act: "future_act" }), "Something else happened: future_act.");
});

it("settings are called by their titles", () => {
  const entry = { act: "settings_tried", actor_id: 1, user_id: null, address: "192.0.2.1", detail: "smtp.host smtp.port" };
  const titles = { "smtp.host": "Mail server", "smtp.port": "Port of the mail server" };
  assert.match(sentence(entry, (id) => names[id], (key) => titles[key]), /with other settings: \u2068Mail server, Port of the mail server\u2069\./);
});

it("every act of the server has its words, in each language", () => {
  const acts = [...read("SnugChat/Accounts/AuditEntry.swift").matchAll(/^ {8}case \w+ = "(\w+)"/gm)].map((match) => match[1]);
  assert.ok(acts.length > 10);
  for (const { acts: known } of [english, german]) assert.deepEqual(Object.keys(known).sort(), [...acts].sort());
});

it("every way in has its words, in each language", () => {
  const ways = read("SnugChat/SignIn/Chat+Sessions.swift").match(/enum WayIn: String, Sendable \{\n +case (.*)\n/)[1].split(", ");
  assert.ok(ways.includes("invite"));
  for (const { auditDetails: known } of [english, german]) for (const way of ways) assert.ok(known[way], way);
});
