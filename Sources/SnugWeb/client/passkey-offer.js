// After a sign-in by code, once: would they rather come in by passkey from now on?
import { api } from "./api.js";
import { showConfirmation } from "./confirmation.js";
import { nameOfThisDevice } from "./devices.js";
import { addPasskey } from "./passkeys.js";
import { preferences } from "./preferences.js";
import { canKeepPasskeys } from "./webauthn.js";
import { words } from "./words.js";

export async function offerPasskey() {
  if (!await canKeepPasskeys()) return;
  const { id, passkeys } = await api.me();
  if (passkeys.length || !preferences.isFirst(`passkey-offer-${id}`)) return;
  showConfirmation({
    title: words.passkeyOfferTitle, lead: words.passkeyOffer, submit: words.addPasskey, submitting: words.addingPasskey, cancel: words.notNow,
    onConfirmed: async () => addPasskey(await nameOfThisDevice()),
  });
}
