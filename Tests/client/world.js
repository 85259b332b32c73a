// The people and messages of these tests. Ada is the one who looks at the page.
import { webcrypto } from "node:crypto";

// Node 18 has it, but not where browsers have it.
globalThis.crypto ??= webcrypto;

export const ada = 1;
export const ben = 2;

const noon = Date.UTC(2026, 10, 22, 12);

export function message(seq, { by = ben, at = noon + seq * 1_000, ...rest } = {}) {
  return {
    type: "message", id: 1_000 + seq, room_id: 7, seq, user_id: by, content: `message ${seq}`,
    timestamp: new Date(at).toISOString(), rev: 0, ...rest,
  };
}

export const messages = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
