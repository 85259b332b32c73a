// The calls about one's own account.
import { api, call } from "../models/api.js";

export const account = {
  me: api.me,
  change: api.changeMe,
  askForEmail: (change) => call("POST", "/me/email", change),
  verifyEmail: (code) => call("POST", "/me/email/verify", { code }),
  giveEmailUp: () => call("DELETE", "/me/email"),
  close: (proof) => call("POST", "/me/close", proof),
  setPicture: (picture) => call("PUT", "/me/picture", picture),
  removePicture: () => call("DELETE", "/me/picture"),
  sessions: () => call("GET", "/me/sessions"),
  endSession: (id) => call("DELETE", `/me/sessions/${id}`),
  endOtherSessions: () => call("DELETE", "/me/sessions"),
  passkeyCreation: () => call("POST", "/auth/passkeys/register/options"),
  addPasskey: (passkey) => call("POST", "/auth/passkeys/register", passkey),
  removePasskey: (id) => call("DELETE", `/me/passkeys/${id}`),
};
