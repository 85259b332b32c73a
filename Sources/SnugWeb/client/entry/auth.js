// The pages for those who are not in yet.
export { showDoor } from "./door.js";

/// Seldom seen, and with it comes all that forgets a device.
export async function showInvitedAlready(me) {
  return (await import("./invited-already.js")).showInvitedAlready(me);
}
