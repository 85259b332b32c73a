// The tabs of one browser share its session and its outbox: each tells the others who is signed in, which message was
// given up, that one waits which it cannot send, which came while one looked, and that one's own account is another.
//
// Each word bears the number of the user for whom it speaks: pages of an earlier version, which do not know the word,
// pass over one of their own user's.

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

/// Tells all tabs who is signed in now, null for nobody: whoever speaks for someone else starts anew.
export function tellTabs(userId) {
  const channel = open();
  channel.postMessage({ userId });
  channel.close();
}

export class Tabs {
  #channel = open();
  #userId;
  #isClosed = false;
  /// The last message that came to another tab while one looked there, and the log whose number that is.
  #lookedAt = { id: 0, epoch: null };

  /// `onOther()`: another tab speaks for someone else than `userId`, or for nobody any more; `onDiscarded(clientId)`: a
  /// message that waits in all of them was given up in one, `onFileCancelled({clientId, key})`: or a file of it;
  /// `onWaiting()`: one waits in a tab without a connection; `onMeChanged()`: one's own name, or what is kept with it,
  /// was changed in another.
  constructor({ userId, onOther, onDiscarded, onFileCancelled, onWaiting, onMeChanged }) {
    this.#userId = userId;
    this.#channel.addEventListener("message", ({ data }) => {
      const { discarded, fileCancelled, isWaiting, lookedAt, epoch, isMeChanged } = data;
      const isWord = discarded || fileCancelled || isWaiting || lookedAt || isMeChanged;
      if (!isWord) return data.userId === userId || onOther();
      // Said for someone who was signed in before. Pages of an earlier version do not say for whom they speak.
      if ((data.userId ?? userId) !== userId) return;
      if (discarded) onDiscarded(discarded);
      else if (fileCancelled) onFileCancelled(fileCancelled);
      else if (isWaiting) onWaiting();
      else if (isMeChanged) onMeChanged();
      else this.#lookedAt = { epoch, id: epoch === this.#lookedAt.epoch ? Math.max(lookedAt, this.#lookedAt.id) : lookedAt };
    });
    this.#say({});
  }

  discarded(clientId) {
    this.#say({ discarded: clientId });
  }

  fileCancelled(clientId, key) {
    this.#say({ fileCancelled: { clientId, key } });
  }

  waiting() {
    this.#say({ isWaiting: true });
  }

  meChanged() {
    this.#say({ isMeChanged: true });
  }

  /// A message came, of that number in the log of that epoch, while one looked at this tab.
  lookedAt(id, epoch) {
    this.#say({ lookedAt: id, epoch });
  }

  /// True if it, or a later one of the same log, came while one looked at another tab.
  isLookedAtElsewhere(id, epoch) {
    return this.#lookedAt.epoch === epoch && this.#lookedAt.id >= id;
  }

  close() {
    this.#isClosed = true;
    this.#channel.close();
  }

  /// A call that was under way may end when this tab says nothing any more.
  #say(word) {
    if (!this.#isClosed) this.#channel.postMessage({ userId: this.#userId, ...word });
  }
}
