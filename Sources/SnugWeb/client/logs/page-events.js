// The events of the page's model. Those that come in bursts, one for each room or person at every connection, are told
// once a frame: whatever hears them draws all rooms or all people.
const gatheredTypes = new Set(["rooms", "people"]);
/// Not by animation frames: a page that nobody sees has none, but a title.
const frameMilliseconds = 16;

export class PageEvents extends EventTarget {
  #due = new Set();

  emit(type, detail) {
    if (!gatheredTypes.has(type)) this.#tell(type, detail);
    else if (!this.#due.has(type)) this.#tellSoon(type);
  }

  #tellSoon(type) {
    this.#due.add(type);
    setTimeout(() => {
      this.#due.delete(type);
      this.#tell(type);
    }, frameMilliseconds);
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
