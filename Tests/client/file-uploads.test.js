import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { Problem } from "../../Sources/SnugWeb/client/models/api.js";
import { FileUploads } from "../../Sources/SnugWeb/client/outbox/file-uploads.js";
import { words as english } from "../../Sources/SnugWeb/client/words/en.js";
import { words as sendingEnglish } from "../../Sources/SnugWeb/client/words/sending/en.js";
import { words } from "../../Sources/SnugWeb/client/words/words.js";
import "./world.js";

Object.assign(words, english, sendingEnglish);

const epoch = "first";
const picture = (key, more) => ({ key, name: `${key}.webp`, type: "image/webp", size: 5, width: 4, height: 3, ...more });
const entryOf = (...files) => ({ clientId: "c", roomId: 7, files });

/// Uploads, and a server that answers when the test says so; `stored` is what the store has of message "c".
function page(t, { isAnswering = true, stored = null } = {}) {
  const due = [];
  t.mock.method(globalThis, "setTimeout", (work, milliseconds) => due.push({ work, milliseconds }));
  const told = { uploaded: [], failed: [], removed: [], said: [], shown: [] };
  const calls = [];
  const line = { isAnswering, time: 0 };
  const uploads = new FileUploads({
    send: (call) => new Promise((resolve, reject) => {
      const fail = (status, more) => reject(new Problem({ status, ...more }, more?.retryAfter));
      call.signal.addEventListener("abort", () => fail(0));
      calls.push({ ...call, answer: (id) => resolve({ id }), fail });
    }),
    remove: (id) => told.removed.push(id),
    read: async () => stored,
    confirm: async () => line.isAnswering,
    onShown: (roomId, clientId, files) => { told.shown = files; },
    onUploaded: (clientId, key, id, of) => told.uploaded.push([key, id, of]),
    onFailed: (clientId, detail) => told.failed.push(detail),
    onSaid: (sentence) => told.said.push(sentence),
    now: () => line.time,
  });
  const hold = (entry, more = {}) => uploads.hold(entry, entry.files.map(() => ({ blob: new Blob(["bytes"]), ...more })));
  const timeIsUp = () => due.splice(0).forEach(({ work }) => work());
  return { uploads, calls, told, due, line, hold, timeIsUp };
}

async function rest() {
  for (let step = 0; step < 5; step++) await turn();
}

/// A page that sends two pictures with small ones, the first of which has just come whole.
async function pageWithOneWhole(t) {
  const made = page(t);
  const entry = entryOf(picture(0), picture(1));
  made.hold(entry, { preview: new Blob(["small"], { type: "image/webp" }) });
  made.uploads.upload(entry, epoch);
  await rest();
  made.calls[0].answer(50);
  return made;
}

const names = (calls) => calls.map(({ name }) => name);

describe("files on their way", () => {
  it("go two at a time, in their order, and are told of with the number that they got", async (t) => {
    const { uploads, calls, told, hold } = page(t);
    const entry = entryOf(picture(0), picture(1), picture(2));
    hold(entry);
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual(names(calls), ["0.webp", "1.webp"]);
    calls[1].answer(51);
    await rest();
    assert.deepEqual([names(calls), told.uploaded], [["0.webp", "1.webp", "2.webp"], [[1, 51, epoch]]]);
    assert.deepEqual(told.shown.map(({ state }) => state), ["sending", "sent", "sending"]);
  });

  it("are known by their numbers once the server has them, before their small pictures are there, too", async (t) => {
    const { uploads, calls, hold } = page(t);
    const entry = entryOf(picture(0), picture(1), picture(2));
    hold(entry, { preview: new Blob(["small"]) });
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual(uploads.ids, []);
    calls[1].answer(51);
    await rest();
    assert.deepEqual(uploads.ids, [51]);
    calls[2].answer(52);
    await rest();
    calls[0].answer(53);
    await rest();
    assert.deepEqual(uploads.ids, [53, 51]);
  });

  it("are asked for again while they go, and go once", async (t) => {
    const { uploads, calls, hold } = page(t);
    const entry = entryOf(picture(0));
    hold(entry);
    for (let times = 0; times < 3; times++) uploads.upload(entry, epoch);
    await rest();
    assert.equal(calls.length, 1);
  });

  it("have their small picture sent after them, and are there once it is; a refusal of it is none of theirs", async (t) => {
    const { calls, told } = await pageWithOneWhole(t);
    calls[1].answer(51);
    await rest();
    assert.deepEqual([calls.map(({ previewOf }) => previewOf), told.uploaded], [[undefined, undefined, 50, 51], []]);
    calls[2].answer(60);
    calls[3].fail(422, { code: "invalid" });
    await rest();
    assert.deepEqual(told.uploaded, [[0, 50, epoch], [1, 51, epoch]]);
  });

  it("show how far they are, in steps, and are said now and then when they take long", async (t) => {
    const { uploads, calls, told, line, hold } = page(t);
    const entry = entryOf(picture(0));
    hold(entry, { url: "blob:small" });
    uploads.upload(entry, epoch);
    await rest();
    calls[0].onProgress(0.301);
    calls[0].onProgress(0.302);
    assert.deepEqual(told.shown[0], { ...picture(0), url: "blob:small", state: "sending", sent: 0.301 });
    assert.deepEqual(told.said, []);
    line.time = 11_000;
    calls[0].onProgress(0.5);
    calls[0].onProgress(0.6);
    assert.deepEqual(told.said, [sendingEnglish.uploading("0.webp", 50)]);
  });
});

describe("a file that does not arrive", () => {
  const begun = async (t, options) => {
    const made = page(t, options);
    const entry = entryOf(picture(0), picture(1), picture(2));
    made.hold(entry);
    made.uploads.upload(entry, epoch);
    await rest();
    return { ...made, entry };
  };

  it("waits for the next connection where there is none", async (t) => {
    const { uploads, calls, told, line, entry } = await begun(t, { isAnswering: false });
    calls[0].fail(0);
    await rest();
    assert.deepEqual([told.failed, told.shown[0].state], [[], "waiting"]);
    line.isAnswering = true;
    calls[1].answer(51);
    calls[2].answer(52);
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual(names(calls), ["0.webp", "1.webp", "2.webp", "0.webp"]);
  });

  it("is tried three times on a line that answers, and then its writer is asked", async (t) => {
    const { calls, told, timeIsUp } = await begun(t);
    calls[1].answer(51);
    await rest();
    calls[2].answer(52);
    for (let tries = 0; tries < 3; tries++) {
      calls.findLast(({ name }) => name === "0.webp").fail(0);
      await rest();
      assert.equal(told.failed.length, tries < 2 ? 0 : 1);
      timeIsUp();
      await rest();
    }
    assert.deepEqual(told.failed, [sendingEnglish.fileNotSent("0.webp", sendingEnglish.uploadFailed)]);
    assert.equal(names(calls).filter((name) => name === "0.webp").length, 3);
  });

  it("is asked about at once where the server refuses it, and those that waited with it stay", async (t) => {
    const { calls, told, timeIsUp } = await begun(t);
    calls[0].fail(413, { code: "quota_exceeded", detail: "No room left." });
    await rest();
    calls[1].answer(51);
    await rest();
    timeIsUp();
    assert.deepEqual([told.failed, names(calls), told.uploaded], [[sendingEnglish.fileNotSent("0.webp", "No room left.")], ["0.webp", "1.webp"], [[1, 51, epoch]]]);
  });

  it("does not come again by itself where the server's disk is full", async (t) => {
    const { calls, told } = await begun(t);
    calls[0].fail(507, { code: "storage_full", detail: "The disk is full." });
    await rest();
    assert.equal(told.failed.length, 1);
  });

  it("says at once that too many files wait for their message", async (t) => {
    const { calls, told } = await begun(t);
    calls[0].fail(429, { code: "too_many_files", detail: "100 files wait for their message.", retryAfter: 60 });
    await rest();
    assert.deepEqual(told.failed, [sendingEnglish.fileNotSent("0.webp", "100 files wait for their message.")]);
  });

  it("waits as long as a busy server says, and all others with it", async (t) => {
    const { calls, told, due, timeIsUp } = await begun(t);
    calls[0].fail(503, { code: "busy", detail: "Busy.", retryAfter: 5 });
    calls[1].answer(51);
    await rest();
    assert.deepEqual([names(calls), told.failed, due.map(({ milliseconds }) => milliseconds)], [["0.webp", "1.webp"], [], [5_000]]);
    timeIsUp();
    await rest();
    assert.deepEqual(names(calls), ["0.webp", "1.webp", "0.webp", "2.webp"]);
  });

  it("goes with those that are missing when its writer sends it again", async (t) => {
    const { uploads, calls, told, entry } = await begun(t);
    calls[0].fail(413, { code: "too_large", detail: "Too large." });
    calls[1].answer(51);
    await rest();
    uploads.upload({ ...entry, files: [entry.files[0], { ...entry.files[1], id: 51, epoch }, entry.files[2]] }, epoch);
    await rest();
    assert.deepEqual([names(calls.slice(2)), told.shown[1].state], [["0.webp", "2.webp"], "sent"]);
  });

  it("says so where it is on the device no more", async (t) => {
    const { uploads, calls, told } = page(t);
    uploads.upload(entryOf(picture(0)), epoch);
    await rest();
    assert.deepEqual([calls, told.failed], [[], [sendingEnglish.fileNotSent("0.webp", sendingEnglish.fileGone)]]);
  });
});

describe("files of an earlier page", () => {
  const blob = new Blob(["bytes"]);
  const stored = [{ key: 0, blob, preview: null }, { key: 1, blob, preview: null }];

  it("are shown from the store, and uploaded from there", async (t) => {
    const { uploads, calls, told } = page(t, { stored });
    const entry = entryOf(picture(0), picture(1, { width: undefined }));
    uploads.show(entry);
    await rest();
    assert.deepEqual(told.shown.map(({ url }) => url?.slice(0, 5)), ["blob:", undefined]);
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual(calls.map((call) => call.blob), [blob, blob]);
  });

  it("need not go again where the server has them, but for another log", async (t) => {
    const { uploads, calls, told } = page(t, { stored });
    const entry = entryOf({ ...picture(0), id: 50, epoch }, picture(1));
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual([names(calls), told.shown.map(({ state }) => state)], [["1.webp"], ["sent", "sending"]]);
    uploads.upload(entry, "second");
    await rest();
    assert.deepEqual(names(calls), ["1.webp", "0.webp", "1.webp"]);
    assert.equal(calls[0].signal.aborted, true);
  });

  it("are told of again where they arrived while another tab had the message, and go anew where they are gone", async (t) => {
    const { uploads, calls, told } = page(t, { stored });
    const entry = entryOf(picture(0));
    uploads.upload(entry, epoch);
    await rest();
    calls[0].answer(50);
    await rest();
    uploads.upload(entry, epoch);
    await rest();
    assert.deepEqual([calls.length, told.uploaded], [1, [[0, 50, epoch], [0, 50, epoch]]]);
    uploads.startAnew("c");
    uploads.upload(entry, epoch);
    await rest();
    assert.equal(calls.length, 2);
  });
});

describe("a writer with second thoughts", () => {
  it("takes one file out: what was under way ends, and the server keeps nothing", async (t) => {
    const { uploads, calls, told, hold } = page(t);
    const entry = entryOf(picture(0), picture(1), picture(2));
    hold(entry);
    uploads.upload(entry, epoch);
    await rest();
    calls[1].answer(51);
    uploads.remove("c", 0);
    await rest();
    assert.deepEqual(names(calls), ["0.webp", "1.webp", "2.webp"]);
    uploads.remove("c", 1);
    assert.deepEqual([calls[0].signal.aborted, told.removed, told.shown.map(({ key }) => key)], [true, [51], [2]]);
    assert.deepEqual([told.failed, told.shown.map(({ state }) => state)], [[], ["sending"]]);
  });

  it("takes out one whose small picture is still on its way, and one that comes whole nonetheless", async (t) => {
    const { uploads, calls, told } = await pageWithOneWhole(t);
    await rest();
    assert.equal(calls[2].previewOf, 50);
    uploads.remove("c", 0);
    calls[1].answer(51);
    uploads.remove("c", 1);
    await rest();
    assert.deepEqual([told.removed, calls.length], [[50, 51], 3]);
  });

  it("takes one out before its first byte: nothing of it goes", async (t) => {
    const { uploads, calls, hold } = page(t);
    const entry = entryOf(picture(0), picture(1));
    hold(entry);
    uploads.upload(entry, epoch);
    uploads.remove("c", 0);
    await rest();
    assert.deepEqual(names(calls), ["1.webp"]);
  });

  it("gives the message up: nothing of it goes, and nothing is said of it", async (t) => {
    const { uploads, calls, told, hold } = page(t);
    const entry = entryOf(picture(0), picture(1), picture(2));
    hold(entry);
    uploads.upload(entry, epoch);
    await rest();
    uploads.remove("c");
    uploads.forget("c");
    told.shown = [];
    await rest();
    assert.deepEqual([calls.length, told.failed, told.shown], [2, [], []]);
  });
});
