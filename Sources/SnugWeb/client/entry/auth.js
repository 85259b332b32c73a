// The pages for those who are not in yet.
export { showDoor } from "./door.js";
export { showInvitedAlready } from "./invited-already.js";
