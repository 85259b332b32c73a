// The tabs of one browser share its session and its outbox: each tells the others who is signed in, which message was
// given up, that one waits which it cannot send, and which came while one looked.

const name = "session";

/// The channel of all tabs. Where the browser has none, or none for this page, each tab is by itself.
function open() {
  try {
    return new BroadcastChannel(name);
  } catch (error) {
    console.warn("The tabs hear nothing of each other", error);
    return { addEventListener() {}, postMessage() {}, close() {} };
  }
}

/// Tells all tabs who is signed in now: whoever speaks for someone else starts anew.
export function tellTabs(userId) {
  const channel = open();
  channel.postMessage({ userId });
  channel.close();
}

export class Tabs {
  #channel = open();

  /// `onOther()`: another tab speaks for someone else than `userId`, or for nobody any more; `onDiscarded(clientId)`: a
  /// message that waits in all of them was given up in one; `onWaiting()`: one waits in a tab without a connection;
  /// `onLookedAt(id)`: a message came to a tab that is looked at.
  constructor({ userId, onOther, onDiscarded, onWaiting, onLookedAt = () => {} }) {
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.discarded) onDiscarded(data.discarded);
      else if (data.isWaiting) onWaiting();
      else if (data.lookedAt) onLookedAt(data.lookedAt);
      else if (data.userId !== userId) onOther();
    });
    this.#channel.postMessage({ userId });
  }

  discarded(clientId) {
    this.#channel.postMessage({ discarded: clientId });
  }

  waiting() {
    this.#channel.postMessage({ isWaiting: true });
  }

  lookedAt(id) {
    this.#channel.postMessage({ lookedAt: id });
  }

  signedOut() {
    this.#channel.postMessage({ userId: null });
  }

  close() {
    this.#channel.close();
  }
}
