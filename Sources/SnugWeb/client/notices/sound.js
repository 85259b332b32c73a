// The quiet sound of a new message: two soft notes, made here.

const notes = [{ hertz: 587.33, at: 0 }, { hertz: 880, at: 0.11 }];
const loudness = 0.07;
const fadesSeconds = 0.35;
/// A page that nobody has touched yet may play nothing, and its browser does not say so.
const startsWithinMilliseconds = 300;

/// Gives true if it is heard.
export async function playSound() {
  if (!globalThis.AudioContext) return false;
  const context = new AudioContext();
  const late = new Promise((resolve) => { setTimeout(resolve, startsWithinMilliseconds); });
  await Promise.race([context.resume(), late]);
  if (context.state !== "running") {
    context.close();
    return false;
  }
  for (const { hertz, at } of notes) play(context, hertz, context.currentTime + at);
  setTimeout(() => context.close(), 1_000);
  return true;
}

function play(context, hertz, at) {
  const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loudness, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + fadesSeconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + fadesSeconds);
}
