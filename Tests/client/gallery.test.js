import assert from "node:assert/strict";
import { it } from "node:test";
import { Gallery, picturesIn, picturesOf } from "../../Sources/SnugWeb/client/attachments/gallery.js";

const timestamp = "2026-11-28T12:00:00.000Z";
const photo = (id) => ({ id, type: "image/jpeg", name: `${id}.jpg` });
const plan = (id) => ({ id, type: "application/pdf", name: `${id}.pdf` });
const message = (seq, ...attachments) => ({ seq, user_id: 1, timestamp, attachments });

/// The room: files by the message that each was sent with, in the order of its sender.
function list(files) {
  const calls = [];
  const sorted = files.map(([seq, file]) => ({ ...file, seq, user_id: 1, timestamp })).sort((a, b) => a.seq - b.seq).reverse();
  return {
    calls,
    async page({ before, limit }) {
      calls.push(before);
      const rest = sorted.slice(sorted.findIndex(({ id }) => id === before) + 1);
      return { attachments: rest.slice(0, Math.min(limit, 3)), has_more: rest.length > 3 };
    },
  };
}

async function walk(gallery, id, step) {
  const found = [];
  for (let item = await gallery.beside(id, step); item; item = await gallery.beside(item.file.id, step)) found.push(item.file.id);
  return found;
}

it("the pictures of a log are in the order of its messages, those of one as they were sent", () => {
  const messages = [message(1, photo(5), plan(3), photo(4)), { ...message(2, photo(6)), deleted_at: timestamp }, { ...message(3) }, message(4, photo(2))];
  assert.deepEqual(picturesOf(messages).map(({ file, seq }) => [seq, file.id]), [[1, 5], [1, 4], [4, 2]]);
  assert.deepEqual(picturesOf([{ seq: 1, user_id: 1, timestamp }]), []);
});

it("from one to the next goes through all that the page knows, and asks nobody", async () => {
  const { page, calls } = list([]);
  const gallery = new Gallery({ items: picturesOf([message(1, photo(1)), message(2, photo(2), photo(3))]), hasOlder: false, before: 4, page });
  assert.deepEqual(await walk(gallery, 1, 1), [2, 3]);
  assert.deepEqual(await walk(gallery, 3, -1), [2, 1]);
  assert.equal(gallery.mayHave(3, 1), false);
  assert.deepEqual(calls, []);
});

it("older ones come from the list, past pages without any, until there are none", async () => {
  const files = [...[1, 2, 3, 4, 5, 6, 7].map((id) => [id, id % 6 === 1 ? photo(id) : plan(id)]), [20, photo(8)], [21, photo(9)]];
  const { page } = list(files);
  const gallery = new Gallery({ items: picturesOf([message(20, photo(8)), message(21, photo(9))]), hasOlder: true, before: 8, page });
  assert.equal(gallery.mayHave(8, -1), true);
  assert.deepEqual(await walk(gallery, 9, -1), [8, 7, 1]);
  assert.equal(gallery.mayHave(1, -1), false);
});

it("one that was uploaded late and sent early is in its place", async () => {
  const { page } = list([[10, photo(30)], [11, photo(12)], [20, photo(25)]]);
  const gallery = new Gallery({ items: picturesOf([message(20, photo(25)), message(22, photo(31))]), hasOlder: true, before: 25, page });
  assert.deepEqual(await walk(gallery, 31, -1), [25, 12, 30]);
});

it("newer ones than a reader far back has come from the list, too", async () => {
  const { page, calls } = list([1, 2, 3, 4, 5, 6, 7, 8].map((id) => [id, photo(id)]));
  const gallery = new Gallery({ items: picturesOf([message(1, photo(1)), message(2, photo(2))]), hasOlder: false, hasNewer: true, before: 1, page });
  assert.deepEqual(await walk(gallery, 1, 1), [2, 3, 4, 5, 6, 7, 8]);
  assert.equal(calls.length, 3);
});

it("none is passed over among newer ones that were uploaded long before they were sent", async () => {
  const { page } = list([[1, photo(10)], [2, photo(3)], [3, photo(12)], [4, photo(13)], [5, photo(4)], [6, photo(15)]]);
  const gallery = new Gallery({ items: picturesOf([message(1, photo(10))]), hasOlder: false, hasNewer: true, before: 10, page });
  assert.deepEqual(await walk(gallery, 10, 1), [3, 12, 13, 4, 15]);
});

it("a picture has its place among those of its message, once all of these are known", async () => {
  const files = [[1, photo(1)], [2, photo(2)], [2, plan(3)], [2, photo(4)], [2, photo(5)], [3, photo(6)]];
  const { page } = list(files);
  const inLog = new Gallery({ items: picturesOf([message(2, photo(2), plan(3), photo(4), photo(5))]), hasOlder: true, before: 2, page });
  assert.deepEqual([2, 4, 5].map((id) => inLog.place(id)), [1, 2, 3].map((number) => ({ number, count: 3 })));
  const { attachments } = await page({ limit: 3 });
  const inList = new Gallery({ items: picturesIn(attachments), hasOlder: true, isCut: true, before: 4, page });
  assert.deepEqual([inList.place(6), inList.place(5)], [{ number: 1, count: 1 }, null]);
  await inList.beside(4, -1);
  assert.deepEqual([2, 4, 5].map((id) => inList.place(id)?.number), [1, 2, 3]);
});

it("a refusal leaves everything as it was, and the next try finds more", async () => {
  const { page } = list([[1, photo(1)], [2, photo(2)]]);
  let isDown = true;
  const gallery = new Gallery({
    items: picturesOf([message(2, photo(2))]), hasOlder: true, before: 2, page: (asked) => (isDown ? Promise.reject(new Error("no line")) : page(asked)),
  });
  await assert.rejects(gallery.beside(2, -1));
  isDown = false;
  assert.deepEqual(await walk(gallery, 2, -1), [1]);
});

it("what is deleted is gone: of the one that is looked at, a neighbour is shown", () => {
  const gallery = new Gallery({
    items: picturesOf([message(1, photo(1), photo(2)), message(2, photo(3)), message(3, photo(4))]), hasOlder: false, before: 5, page: null,
  });
  assert.equal(gallery.withdraw(1, 3).file.id, 3, "the one that is looked at stays");
  assert.equal(gallery.withdraw(2, 3).file.id, 4);
  assert.equal(gallery.withdraw(3, 4), null);
});
