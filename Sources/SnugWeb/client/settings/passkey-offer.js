// The offer of a passkey, made once, after a sign-in by code.
import { account } from "../calls/account.js";
import { canKeepPasskeys } from "../models/webauthn.js";
import { preferences } from "../text/preferences.js";
import { showConfirmation } from "../ui/confirmation.js";
import { learnPageWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { nameOfThisDevice } from "./devices.js";
import { addPasskey } from "./passkeys.js";

export async function offerPasskey() {
  if (!await canKeepPasskeys()) return;
  const { id, passkeys } = await account.me();
  if (passkeys.length || !preferences.isFirst(`passkey-offer-${id}`)) return;
  await learnPageWords();
  showConfirmation({
    title: words.passkeyOfferTitle, lead: words.passkeyOffer, submit: words.addPasskey, submitting: words.addingPasskey, cancel: words.notNow,
    onConfirmed: async () => addPasskey(await nameOfThisDevice()),
  });
}
