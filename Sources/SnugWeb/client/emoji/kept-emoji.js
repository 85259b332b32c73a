// The emoji that someone picked last, and their tone of skin, in this browser. They are forgotten at sign-out, with all
// else that tells of a person (models/device.js).
import { storage } from "../text/storage.js";
import { tones } from "./emoji.js";

const key = "emoji";
export const recentMax = 24;

/// `{recent, tone}`; `kept` is a `SafeStorage`.
export function keptEmoji(kept = storage) {
  const { recent, tone } = read(kept);
  return {
    recent: Array.isArray(recent) ? recent.filter((sign) => typeof sign === "string").slice(0, recentMax) : [],
    tone: tones.includes(tone) ? tone : "",
  };
}

function read(kept) {
  try {
    return JSON.parse(kept.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

/// The newest comes first, each once.
export function keepPicked(sign, kept = storage) {
  const { recent, tone } = keptEmoji(kept);
  write({ tone, recent: [sign, ...recent.filter((each) => each !== sign)].slice(0, recentMax) }, kept);
}

export const keepTone = (tone, kept = storage) => write({ ...keptEmoji(kept), tone }, kept);

function write(state, kept) {
  kept.setItem(key, JSON.stringify(state));
}
