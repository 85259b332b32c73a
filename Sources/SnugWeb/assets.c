// The files of the browser client, compiled into the binary. This is their one list: each entry is the file's name
// under client/ and its type, and asset.h makes the initializer of it.
#include "SnugWeb.h"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define JS "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"
#define PNG "image/png"
#define MANIFEST "application/manifest+json"

static const struct snug_web_asset assets[] = {
#define ASSET "client/index.html"
#define ASSET_TYPE HTML
#include "asset.h"
#define ASSET "client/app.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/app.webmanifest"
#define ASSET_TYPE MANIFEST
#include "asset.h"
#define ASSET "client/icon-192.png"
#define ASSET_TYPE PNG
#include "asset.h"
#define ASSET "client/icon-512.png"
#define ASSET_TYPE PNG
#include "asset.h"
#define ASSET "client/icon-maskable.png"
#define ASSET_TYPE PNG
#include "asset.h"
#define ASSET "client/icon.svg"
#define ASSET_TYPE SVG
#include "asset.h"
#define ASSET "client/account-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/accounts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/add-people.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/announcer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/api.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/app.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/appearance.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/audit.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/avatar.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/backups.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/caption.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/chat.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/clipboard.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/code-step.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/code.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/completion-list.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/completion.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/composer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/confirmation.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/connection-banner.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/counting.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/database.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/day-steps.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/devices.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/dom.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/door.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drafts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji-picker.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entrance.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/every-room.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/everyones-devices.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/findings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/form.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/help.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/house.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/invite-link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/invite.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/invites.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/keys.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/language.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/login-link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/long-press.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/markdown.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message-menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message-row.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/new-invite.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/new-room.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox-store.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/page.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/paged-list.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/pages.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/passkey-offer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/passkey-sign-in.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/passkeys.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/people.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/pickers.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/place.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/preferences.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/profile.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/prose.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/qr-picture.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/qr.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/reactions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/removals.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/reset.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-about.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-ends.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-members.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-name.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-notify.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-rights.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/room-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/select-field.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/send-again.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/server-settings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/setting-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/setup.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/sign-in.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/snapshot.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/socket.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/suggestions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/sw.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/switcher.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/theme.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/time-element.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/time.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/timeline-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/timeline.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/timelines.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/toast.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/typists.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/updates.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/webauthn.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/admin-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/admin-en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/emoji-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/settings-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words.js"
#define ASSET_TYPE JS
#include "asset.h"
};

const struct snug_web_asset *const snug_web_assets = assets;
const size_t snug_web_assets_count = sizeof assets / sizeof assets[0];
