// A short time within a sentence, with the full one in its title.
import { el } from "./dom.js";
import { fullTime, timeWithin } from "./time.js";

/// `at` is RFC 3339; `say` makes the sentence of the short time.
export function timeElement(at, say) {
  const moment = Date.parse(at);
  return el("time", { datetime: at, title: fullTime(moment) }, say(timeWithin(moment, Date.now())));
}
