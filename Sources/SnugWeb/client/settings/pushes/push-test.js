// A push that is sent to see it arrive, and how that went.
import { pushes } from "../../calls/pushes.js";

const lookMilliseconds = 1_000;
/// A service that asks to come back later may take longer.
const looksMax = 20;

const pause = () => new Promise((resolve) => { setTimeout(resolve, lookMilliseconds); });

/// Gives `{state, reason}`: "accepted" by the push service; "failed", with the server's word of why; "gone", where the
/// service knows that browser no more; "waiting", where none of these is known yet.
/// - Throws: a Problem
export async function testPush(id, { server = pushes, wait = pause } = {}) {
  const before = await server.test(id);
  for (let looks = 0; looks < looksMax; looks++) {
    await wait();
    const now = (await server.list()).subscriptions.find((each) => each.id === id);
    if (!now) return { state: "gone", reason: null };
    if (now.failed_at !== before.failed_at && now.reason) return { state: "failed", reason: now.reason };
    if (now.accepted_at !== before.accepted_at) return { state: "accepted", reason: null };
  }
  return { state: "waiting", reason: null };
}
