// The tabs of one browser share its session: each tells the others who is signed in.

export class Tabs {
  #channel = new BroadcastChannel("session");

  /// `onOther()`: another tab speaks for someone else than `userId`, or for nobody any more.
  constructor({ userId, onOther }) {
    this.#channel.addEventListener("message", ({ data }) => { if (data.userId !== userId) onOther(); });
    this.#channel.postMessage({ userId });
  }

  signedOut() {
    this.#channel.postMessage({ userId: null });
  }

  close() {
    this.#channel.close();
  }
}
