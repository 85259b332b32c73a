import "./world.js";
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { browserName } from "../../Sources/SnugWeb/client/notices/browser-name.js";
import { reasonKind, shortReason } from "../../Sources/SnugWeb/client/settings/pushes/push-reason.js";
import { testPush } from "../../Sources/SnugWeb/client/settings/pushes/push-test.js";
import { words as german } from "../../Sources/SnugWeb/client/words/account-de.js";
import { words as english } from "../../Sources/SnugWeb/client/words/account-en.js";

describe("the reason for which a push was not taken", () => {
  const kinds = {
    "403 BadJwtToken": "identity", "400 UnauthorizedRegistration": "identity", "401 InvalidSignature": "identity",
    "413 The push is too long for it.": "tooLong", "429 It asks to come back later.": "later", "503 Busy": "later",
    "302 It points elsewhere, and is not followed.": "elsewhere", "422 What?": "other",
    "fcm.googleapis.com: it says nothing.": "unreached", "The name push.test is not known here.": "unreached", "404": "other",
  };

  for (const [reason, kind] of Object.entries(kinds))
    it(`"${reason}" is said in plain words`, () => {
      assert.equal(reasonKind(reason), kind);
      assert.ok(english.pushReasons[kind] && german.pushReasons[kind]);
    });
});

it("the reason itself is the word for it, also where the answer has more around it", () => {
  assert.equal(shortReason('403 {"reason":"BadJwtToken"}'), "403 BadJwtToken");
  assert.equal(shortReason('400 {"code":400,"errno":109,"error":"Bad Request","more_info":"…"}'), "400 Bad Request");
  for (const plain of ["429 It asks to come back later.", "fcm.googleapis.com: it says nothing.", "403 {}"]) assert.equal(shortReason(plain), plain);
});

describe("a push that is sent to see it arrive", () => {
  const untold = { id: 4, accepted_at: null, failed_at: null, reason: null };
  const tested = (...states) => testPush(4, {
    wait: async () => {},
    server: { test: async () => untold, list: async () => ({ subscriptions: states.length > 1 ? states.shift() : states[0] }) },
  });

  it("is accepted once its push service has taken it", async () => {
    assert.deepEqual(await tested([untold], [untold], [{ ...untold, accepted_at: "now" }]), { state: "accepted", reason: null });
  });

  it("has failed where the service did not take it", async () => {
    assert.deepEqual(await tested([{ ...untold, failed_at: "now", reason: "403 No" }]), { state: "failed", reason: "403 No" });
  });

  it("ends a subscription that the service knows no more", async () => {
    assert.deepEqual(await tested([untold], []), { state: "gone", reason: null });
  });

  it("is not waited for for ever", async () => {
    assert.deepEqual(await tested([untold]), { state: "waiting", reason: null });
  });
});

describe("the browser whose settings are told of", () => {
  const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/";
  const names = [
    [`${mac}537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36`, "chrome"],
    [`${mac}537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36`, "chrome"],
    [`${mac}537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, "edge"],
    [`${mac}537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0`, "other"],
    [`${mac}605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15`, "safari"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "firefox"],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "chrome"],
    ["Something else", "other"],
  ];

  for (const [userAgent, name] of names)
    it(`is ${name}: ${userAgent}`, () => {
      assert.equal(browserName(userAgent), name);
      assert.ok(english.allowNotices[name] && german.allowNotices[name]);
    });

  it("is the device itself where the page is on the Home Screen", () => {
    assert.equal(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)", true), "phone");
    assert.ok(english.allowNotices.phone && german.allowNotices.phone);
  });
});
