// The page of one's own settings: name, password, looks, devices, passkeys.
import { page } from "../ui/page.js";
import { words } from "../words/words.js";
import { appearanceSection } from "./appearance.js";
import { devicesSection } from "./devices.js";
import { passkeysSection } from "./passkeys.js";
import { passwordSection, profileSection } from "./profile.js";

/// `onSignInAgain()`: some things take a fresh sign-in.
export function settings({ chat, toast, onSignInAgain }) {
  const devices = devicesSection({ toast });
  return page(words.settings,
    profileSection({ chat, toast }),
    appearanceSection(),
    passwordSection({ chat, toast, onChanged: devices.load }),
    passkeysSection({ chat, toast, onSignInAgain }),
    devices.root);
}
