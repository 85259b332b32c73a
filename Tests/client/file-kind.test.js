import assert from "node:assert/strict";
import { it } from "node:test";
import { addressOf, kindOf } from "../../Sources/SnugWeb/client/text/file-kind.js";

it("a file is a picture, a film or a sound where browsers show its type, and no script is in it", () => {
  for (const [type, kind] of [
    ["image/png", "picture"], ["image/avif", "picture"], ["video/mp4", "video"], ["video/webm", "video"], ["audio/mpeg", "audio"], ["audio/ogg", "audio"],
    ["image/svg+xml", "file"], ["image/heic", "file"], ["video/quicktime", "video"], ["video/x-matroska", "file"], ["text/html", "file"], ["application/pdf", "file"],
    ["application/octet-stream", "file"], ["", "file"], ["picture", "file"],
  ]) assert.equal(kindOf({ type }), kind, type);
});

it("a picture that not every browser shows is one where there is a small one of it", () => {
  assert.equal(kindOf({ type: "image/heic", preview_url: "/api/v1/attachments/6/a.heic" }), "picture");
  assert.equal(kindOf({ type: "image/heic", state: "waiting", url: "blob:here" }), "picture");
  assert.equal(kindOf({ type: "image/heic", state: "waiting" }), "file");
  assert.equal(kindOf({ type: "application/pdf", preview_url: "/api/v1/attachments/6/a.pdf" }), "file");
});

it("nothing is fetched but attachments of this server", () => {
  for (const url of ["/api/v1/attachments/5/cat.webp", "/api/v1/attachments/52/%C3%9Cber%20uns.pdf", "/api/v1/attachments/5/a:b@c&d=e+f;g"])
    assert.equal(addressOf(url), url);
  for (const url of [
    undefined, null, 5, "", "https://evil.example/api/v1/attachments/5/a", "//evil.example/api/v1/attachments/5/a", "javascript:alert(1)",
    "data:image/png;base64,AAAA", "blob:x", "/api/v1/attachments/5/../../me", "/api/v1/attachments/5/..", "/api/v1/attachments/5/%2e%2E",
    "/api/v1/attachments/5/.", "/api/v1/attachments/5/", "/api/v1/attachments/0/a", "/api/v1/attachments/05/a", "/api/v1/attachments/x/a",
    "/api/v1/attachments/5/a?next=/", "/api/v1/attachments/5/a#b", "/api/v1/attachments/5/a\\b", "/api/v1/attachments/5/a b", "/api/v1/attachments/5/a\n",
    " /api/v1/attachments/5/a", "/api/v1/me",
  ]) assert.equal(addressOf(url), null, String(url));
});
