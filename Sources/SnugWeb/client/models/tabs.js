// The tabs of one browser share its session and its outbox: each tells the others who is signed in, and which message
// was given up.

const name = "session";

/// Tells all tabs who is signed in now: whoever speaks for someone else starts anew.
export function tellTabs(userId) {
  const channel = new BroadcastChannel(name);
  channel.postMessage({ userId });
  channel.close();
}

export class Tabs {
  #channel = new BroadcastChannel(name);

  /// `onOther()`: another tab speaks for someone else than `userId`, or for nobody any more; `onDiscarded(clientId)`: a
  /// message that waits in all of them was given up in one.
  constructor({ userId, onOther, onDiscarded }) {
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.discarded) onDiscarded(data.discarded);
      else if (data.userId !== userId) onOther();
    });
    this.#channel.postMessage({ userId });
  }

  discarded(clientId) {
    this.#channel.postMessage({ discarded: clientId });
  }

  signedOut() {
    this.#channel.postMessage({ userId: null });
  }

  close() {
    this.#channel.close();
  }
}
