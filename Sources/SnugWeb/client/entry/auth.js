// The pages for those who are not in yet.
export { showInvite, showInvitedAlready } from "./invite.js";
export { showLoginLink } from "./login-link.js";
export { showForgot } from "./reset.js";
export { showSetup } from "./setup.js";
export { showRegister, showSignIn } from "./sign-in.js";
