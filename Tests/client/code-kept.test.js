import assert from "node:assert/strict";
import { beforeEach, it } from "node:test";

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key),
};
const { beginCode, keptCode } = await import("../../Sources/SnugWeb/client/entry/code-kept.js");
const { forgetCode } = await import("../../Sources/SnugWeb/client/entry/code-storage.js");

const answer = { email: "ada@example.org", expires_in: 600, resend_in: 60 };
const now = 1_700_000_000_000;

beforeEach(() => kept.clear());

it("a code that is waited for outlives the page, with its address and its times", () => {
  const step = beginCode("login", answer, now);
  assert.deepEqual(step, { kind: "login", email: "ada@example.org", resendAt: now + 60_000, expiresAt: now + 600_000 });
  assert.deepEqual(keptCode({ isInvite: false, now: now + 599_000 }), step);
});

it("one that is too old, or was entered, is forgotten", () => {
  beginCode("login", answer, now);
  assert.equal(keptCode({ isInvite: false, now: now + 600_000 }), null);
  assert.equal(kept.size, 0);
  beginCode("login", answer, now);
  forgetCode();
  assert.equal(keptCode({ isInvite: false, now }), null);
});

it("an invite's code is waited for at the invite, and every other one elsewhere", () => {
  const step = beginCode("invite", answer, now);
  assert.equal(keptCode({ isInvite: false, now }), null);
  assert.deepEqual(keptCode({ isInvite: true, now }), step);
  beginCode("register", answer, now);
  assert.equal(keptCode({ isInvite: true, now }), null);
});

it("a page that its address names is shown, but for the step that follows it", () => {
  beginCode("login", answer, now);
  assert.equal(keptCode({ isInvite: false, hash: "#/register", now }), null);
  assert.equal(keptCode({ isInvite: false, hash: "#/forgot", now }), null);
  const reset = beginCode("reset", answer, now);
  assert.deepEqual(keptCode({ isInvite: false, hash: "#/forgot", now }), reset);
});

it("what is no step keeps nobody from the door", () => {
  kept.set("code-step", "{");
  assert.equal(keptCode({ isInvite: false, now }), null);
  assert.equal(kept.size, 0);
});
