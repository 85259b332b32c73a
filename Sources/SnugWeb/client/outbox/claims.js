// A message that waits in several tabs of a browser is sent by the one that holds its lock. When that tab is gone, or
// gives the lock up, the browser lends it to the next.

/// Calls `onMine()` once the claim is this tab's, and `onKnown()` once it would be, were it not another's; gives what
/// gives it up. Browsers lend locks to secure pages alone; on plain http every tab sends, and the server takes a
/// message once.
export function claim(name, onMine, onKnown) {
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
  // The browser tells of its locks after it has lent those that are free.
  locks.query().catch(() => {}).then(onKnown);
  return () => {
    waiting.abort();
    giveUp();
  };
}

/// The claims of this tab, by name: asked for, granted, or taken.
export class Claims {
  #claim;
  #onGranted;
  #onOthers;
  #byName = new Map();
  #granted = [];

  /// `claim`: see above; `onGranted(names)`: these, of those that were asked for, are this tab's once it takes them;
  /// `onOthers()`: one is another tab's.
  constructor(claim, onGranted, onOthers) {
    this.#claim = claim;
    this.#onGranted = onGranted;
    this.#onOthers = onOthers;
  }

  isMine(name) { return this.#byName.get(name)?.state === "mine"; }

  /// True for one that was asked for, and that another tab holds.
  isAnothers(name) { return this.#byName.get(name)?.state === "another's"; }

  /// Asks for what another tab may hold.
  ask(name) {
    if (this.#byName.has(name)) return;
    this.#make(name, (claim) => this.#grant(name, claim), (claim) => {
      if (claim.state !== "asked") return;
      claim.state = "another's";
      this.#onOthers();
    });
  }

  /// Makes it this tab's at once.
  take(name) {
    if (!this.#byName.has(name)) this.#make(name, () => {}, () => {});
    this.#byName.get(name).state = "mine";
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

  #make(name, onMine, onKnown) {
    const claim = { state: "asked", giveUp: () => {} };
    this.#byName.set(name, claim);
    claim.giveUp = this.#claim(name, () => onMine(claim), () => onKnown(claim));
  }

  /// Those that are granted one after the other are told of together.
  #grant(name, claim) {
    if (claim.state !== "mine") claim.state = "granted";
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
