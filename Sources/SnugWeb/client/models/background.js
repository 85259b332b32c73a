// Work that nobody waits for.
import { Problem } from "./api.js";

/// Gives `run(name, work)`, which passes over a name whose work is still under way. Work may be refused or find no
/// server: the next frame or connection tries again.
export function backgroundWork() {
  const underway = new Set();
  return async function run(name, work) {
    if (underway.has(name)) return;
    underway.add(name);
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
    } finally {
      underway.delete(name);
    }
  };
}
