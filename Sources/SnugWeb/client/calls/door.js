// The calls by which one comes in.
import { call } from "../models/api.js";

export const door = {
  setup: (account) => call("POST", "/setup", { ...account, cookie: true }),
  register: (account) => call("POST", "/auth/register", { ...account, cookie: true }),
  lookAtInvite: (invite) => call("POST", "/invites/look", { invite }),
  login: (account) => call("POST", "/auth/login", account),
  sendCode: (email) => call("POST", "/auth/code", { email }),
  verify: (email, code, password) => call("POST", "/auth/verify", { email, code, password, cookie: true }),
  signInByLink: (token) => call("POST", "/auth/link", { token, cookie: true }),
  forgotPassword: (email) => call("POST", "/auth/password/forgot", { email }),
  resetPassword: (reset) => call("POST", "/auth/password/reset", { ...reset, sign_in: true, cookie: true }),
  passkeyRequest: () => call("POST", "/auth/passkeys/login/options"),
  signInWithPasskey: (passkey) => call("POST", "/auth/passkeys/login", { ...passkey, cookie: true }),
};
