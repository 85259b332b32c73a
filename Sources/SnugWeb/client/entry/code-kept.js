// The code that is waited for, kept in the tab: a phone may drop the page while its person looks into the mail. What
// opens anything is not kept.
import { forgetCode, keepText, keptText } from "./code-storage.js";

/// Keeps the step that begins with the server's `answer` to a call that promises a code, and gives it: `{kind, email,
/// resendAt, expiresAt}`, `kind` being "login", "register", "invite" or "reset".
export function beginCode(kind, { email, expires_in: expiresIn, resend_in: resendIn }, now = Date.now()) {
  const step = { kind, email, resendAt: now + resendIn * 1_000, expiresAt: now + expiresIn * 1_000 };
  keepText(JSON.stringify(step));
  return step;
}

/// The pages that name the step that may follow them.
const kinds = { "#/register": "register", "#/forgot": "reset" };

/// The step that is under way; null where there is none, or at another page than the one where it began, `hash` being
/// that of its address. One whose code is too old is forgotten, and what is no step at all.
export function keptCode({ isInvite, hash = "", now = Date.now() }) {
  const step = parsed(keptText());
  if (!(step?.expiresAt > now)) forgetCode();
  else if ((step.kind === "invite") === isInvite && (kinds[hash] ?? step.kind) === step.kind) return step;
  return null;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
