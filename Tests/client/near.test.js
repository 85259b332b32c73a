import assert from "node:assert/strict";
import { it } from "node:test";
import { isNear } from "../../Sources/SnugWeb/client/text/near.js";

it("an address of this very computer is of no use on another device", () => {
  for (const url of ["http://localhost:8080/invite#x", "http://snug.localhost/", "http://127.0.0.1:8080/login#x", "http://[::1]/"]) assert.ok(isNear(url), url);
  for (const url of ["https://chat.example.org/", "http://192.168.1.20:8080/", "http://localhost.example.org/"]) assert.ok(!isNear(url), url);
});
