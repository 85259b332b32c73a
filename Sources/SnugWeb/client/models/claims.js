// A message that waits in several tabs of a browser is sent by the one that holds its lock. When that tab is gone, the
// browser gives the lock to the next.

/// Calls `onMine()` once the claim is this tab's; gives what gives it up. Browsers lend locks to secure pages alone; on
/// plain http every tab sends, and the server takes a message once.
export function claim(name, onMine) {
  const locks = globalThis.navigator?.locks;
  if (!locks) {
    onMine();
    return () => {};
  }
  const waiting = new AbortController();
  let giveUp;
  const until = new Promise((resolve) => { giveUp = resolve; });
  locks.request(name, { signal: waiting.signal }, () => {
    onMine();
    return until;
  }).catch(() => {
    // A browser that lends none here; else the claim was given up before it was granted.
    if (!waiting.signal.aborted) onMine();
  });
  return () => {
    waiting.abort();
    giveUp();
  };
}
