import assert from "node:assert/strict";
import { it } from "node:test";
import { settingSize, size } from "../../Sources/SnugWeb/client/text/size.js";

const plain = (text) => text.replace(/\u00a0/g, " ");

it("a size reads as the setting that bounds it", () => {
  assert.equal(plain(size(25 * 2 ** 20, "en")), "25 MB");
  assert.equal(plain(size(2 ** 30, "en")), "1 GB");
  for (const setting of ["25 MiB", "25 MB", "1 GiB"])
    assert.equal(settingSize(setting, "en"), setting.replace("iB", "B"));
});

it("a setting in bytes has its unit", () => {
  assert.equal(plain(settingSize("10", "de")), "10 Byte");
  assert.equal(plain(settingSize("26214400", "en")), "25 MB");
});

it("one place follows the point below ten, and no unit is reached that the next one says shorter", () => {
  assert.deepEqual([0, 1, 1_023, 1_024, 1_536, 10_300, 1_048_200, 2 ** 50].map((bytes) => plain(size(bytes, "en"))),
    ["0 bytes", "1 byte", "1,023 bytes", "1 KB", "1.5 KB", "10 KB", "1 MB", "1,024 TB"]);
  assert.equal(plain(size(1_536, "de")), "1,5 KB");
});
