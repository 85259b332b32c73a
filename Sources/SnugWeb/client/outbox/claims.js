// A message that waits in several tabs of a browser is sent by the one that holds its lock. When that tab is gone, or
// gives the lock up, the browser lends it to the next.

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

/// The claims of this tab, by name: asked for, granted, or taken.
export class Claims {
  #claim;
  #onGranted;
  #byName = new Map();
  #granted = [];

  /// `claim`: see above; `onGranted(names)`: these, of those that were asked for, are this tab's once it takes them.
  constructor(claim, onGranted) {
    this.#claim = claim;
    this.#onGranted = onGranted;
  }

  isMine(name) { return this.#byName.get(name)?.isMine ?? false; }

  /// Asks for what another tab may hold.
  ask(name) {
    if (!this.#byName.has(name)) this.#make(name, (claim) => this.#grant(name, claim));
  }

  /// Makes it this tab's at once.
  take(name) {
    if (!this.#byName.has(name)) this.#make(name, () => {});
    this.#byName.get(name).isMine = true;
  }

  giveUp(name) {
    const claim = this.#byName.get(name);
    this.#byName.delete(name);
    claim?.giveUp();
  }

  /// Forgets it, and gives what gives it up.
  detach(name) {
    const claim = this.#byName.get(name);
    this.#byName.delete(name);
    return () => claim?.giveUp();
  }

  #make(name, onMine) {
    const claim = { isMine: false, giveUp: () => {} };
    this.#byName.set(name, claim);
    claim.giveUp = this.#claim(name, () => onMine(claim));
  }

  /// Those that are granted one after the other are told of together.
  #grant(name, claim) {
    this.#granted.push({ name, claim });
    if (this.#granted.length > 1) return;
    queueMicrotask(() => {
      const granted = this.#granted.splice(0).filter((each) => this.#byName.get(each.name) === each.claim);
      this.#onGranted(granted.map((each) => each.name));
    });
  }
}

/// The claim of a page that has no tabs beside it.
export function claimAtOnce(name, onMine) {
  onMine();
  return () => {};
}
