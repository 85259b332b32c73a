// Passkeys as browsers make and use them (Web Authentication level 3). Bytes travel as base64url.
import { Problem } from "./api.js";

/// Browsers have them on https and on localhost alone.
export const hasPasskeys = () => globalThis.PublicKeyCredential !== undefined;

/// True if the browser can offer passkeys in its autofill.
export const canSuggestPasskeys = async () => (await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.()) ?? false;

/// True if this device itself can keep one, by fingerprint, face or screen lock.
export const canKeepPasskeys = async () =>
  (await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ?? false;

/// `sentences`: `{none, isKnown}`, for no passkey at all, and for one that the device has already.
/// - Throws: a Problem that says why there is none.
export async function makePasskey({ publicKey }, sentences) {
  const { id, rawId, type, response } = await asked(sentences, () => navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: publicKey.excludeCredentials.map((known) => ({ ...known, id: bytesOf(known.id) })),
    },
  }));
  return {
    id, type, rawId: textOf(rawId),
    response: { clientDataJSON: textOf(response.clientDataJSON), attestationObject: textOf(response.attestationObject) },
  };
}

/// `none` is the sentence for no passkey; `how` has the members of `navigator.credentials.get` beside the options, such
/// as `{mediation, signal}`.
/// - Throws: a Problem that says why there is none; an AbortError where `signal` ended it.
export async function usePasskey({ publicKey }, none, how = {}) {
  const { id, rawId, type, response } = await asked({ none }, () => navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytesOf(publicKey.challenge) }, ...how,
  }));
  return {
    id, type, rawId: textOf(rawId),
    response: {
      clientDataJSON: textOf(response.clientDataJSON), authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature), userHandle: response.userHandle && textOf(response.userHandle),
    },
  };
}

/// Asks the browser, which does not tell a person's no from a lack of passkeys.
async function asked({ none, isKnown = none }, ask) {
  try {
    return await ask();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const isThere = error.name === "InvalidStateError";
    throw new Problem({ status: 0, code: isThere ? "passkey_known_here" : "no_passkey", detail: isThere ? isKnown : none });
  }
}

export function bytesOf(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function textOf(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
