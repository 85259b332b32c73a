// The page of one's own settings: profile, notifications, privacy, looks, files, address, password, passkeys,
// devices, the end.
import { storageSection } from "../attachments/own-storage.js";
import { api } from "../models/api.js";
import { page } from "../ui/page.js";
import { learnAccountWords } from "../words/page-words.js";
import { words } from "../words/words.js";
import { appearanceSection } from "./appearance.js";
import { closingSection } from "./closing.js";
import { devicesSection } from "./devices.js";
import { emailSection } from "./email.js";
import { missedMailsSection } from "./missed-mails.js";
import { notificationsSection, quietHoursSection } from "./notifications.js";
import { passkeysSection } from "./passkeys.js";
import { passwordSection } from "./password.js";
import { privacySection } from "./privacy.js";
import { profileSection } from "./profile.js";

/// `onSignInAgain()`: some things take a fresh sign-in.
export async function settings({ chat, toast, signal, onSignInAgain }) {
  await learnAccountWords();
  const devices = devicesSection({ toast });
  const email = emailSection({ chat, site: api.site, toast, signal, onSignInAgain });
  const password = passwordSection({ chat, toast, onSignInAgain, onChanged: devices.load });
  const storage = storageSection({ chat });
  refresh(chat, [email, password, storage]);
  return page(words.settings,
    profileSection({ chat, toast, signal }),
    notificationsSection({ chat, toast, signal }),
    missedMailsSection({ chat, site: api.site, toast }),
    quietHoursSection({ chat, toast }),
    privacySection({ chat, toast }),
    appearanceSection(),
    storage.root,
    email.root,
    password.root,
    passkeysSection({ chat, toast, onSignInAgain }),
    devices.root,
    closingSection({ chat, onSignInAgain }));
}

/// The account may have changed since the page was loaded; without a connection it is shown as it was.
async function refresh(chat, sections) {
  try {
    await chat.reloadMe();
    for (const { render } of sections) render();
  } catch (problem) {
    if (problem.status === undefined) throw problem;
  }
}
