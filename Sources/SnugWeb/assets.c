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
#define ASSET "client/calls/rooms.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/act-icons.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/duration.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/style-sheet.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/key-acts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/pushes.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/choices/switches.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/index.html"
#define ASSET_TYPE HTML
#include "asset.h"
#define ASSET "client/app.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/help.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/notices/browser-name.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/browser-push.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/pushes/push-devices.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/pushes/push-part.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/pushes/push-reason.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/pushes/push-test.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/shell.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/admin/admin.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/admin/overview/overview.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/admin/people/people.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/attachments/files.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/attachments/seeing.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/choices/choices.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/choices/menu.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/completion-list.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/composer.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/message-body.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/message-row.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/room-view.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/conversation/timeline-view.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/drawing/drawing.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/emoji/emoji-picker.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/entry/auth-layout.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/files/tray.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/invites/standing-invite.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/links/links.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/message/message-menu.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/people/person-card.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/references/references.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/rooms/about.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/rooms/pickers.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/rooms/rooms-view.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/search/search.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/settings/settings.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/bar.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/base.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/buttons.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/density.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/hollow.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/tokens.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/styles/user-preferences.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/avatar.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/dialog.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/form.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/page.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/paged-list.css"
#define ASSET_TYPE CSS
#include "asset.h"
#define ASSET "client/ui/toast.css"
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
#define ASSET "client/app.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/connection-banner.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/help.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/keys.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/offers.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/pages.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/route.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/shell.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/sw.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/updates.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/admin.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/audit.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/backup-download.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/backup-progress.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/backups.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/navigation.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/rooms.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/waiting-badge.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/invites/invite-link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/invites/invites.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/invites/new-invite.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/overview/cards.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/overview/overview.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/overview/tiles.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/account-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/accounts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/code-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/countdown.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/login-link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/new-account.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/sessions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/waiting.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/people/welcome-again.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/findings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/mail-form.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/mail-hint.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/mail.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/server-settings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/setting-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/setting-groups.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/admin/server/setting-words.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/file-line.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/file-signs.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/files-page.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/gallery.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/learning.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/loading.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/missing-place.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/own-storage.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/picture-stage.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/picture-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/room-files-section.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/row-files.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/unsent-part.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/attachments/viewer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/account.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/administration.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/answered.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/door.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/files.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/mentions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/recent-sign-in.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/calls/search.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/choices/close-with-room.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/choices/menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/choices/radio-field.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/choices/select-field.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/attention.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/completion-list.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/composer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/day-steps.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/file-shapes.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/message-body.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/message-row.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/out-of-use.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/room-header.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/room-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/suggestions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/conversation/timeline-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/day-chart.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/scale.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/share-line.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/signs.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/drawing/svg.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji/emoji-picker.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji/emoji.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji/kept-emoji.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/emoji/signs.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/auth-layout.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/auth.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/code-kept.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/code-step.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/code-storage.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/code.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/door.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/invite.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/invited-already.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/links.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/login-link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/passkey-sign-in.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/reset.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/send-again.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/setup.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/entry/sign-in.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/chosen-store.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/describe-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/encoding.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/limits.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/pictures.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/scaling.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/take-files.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/files/tray.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/invites/standing-invite.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/links/link-card.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/links/near-only.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/links/qr-picture.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/links/qr.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/page-events.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/reactions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/room-log.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/room-summary.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/run.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/sight.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/logs/timeline-rows.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/message-acts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/message-menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/passing-notices.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/pick-emoji.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/row-acts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/swipe.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/message/losses.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/api.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/chat.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/database.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/device.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/drafts.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/last-room.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/members.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/outbox-store.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/pending-deletions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/people.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/renewal.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/room-logs.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/room-rights.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/server-sync.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/snapshot.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/socket.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/tabs.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/typists.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/uploads.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/models/webauthn.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/level-menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/notifier.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/permission.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/push-sound.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/sound.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/notices/telling.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox/claims.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox/file-uploads.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox/flights.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/outbox/outbox.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/people/person-card.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/references/references.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/references/room-links.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/about.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/add-people.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/ends.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/members.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/mentions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/name.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/new-room.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/notify.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/pickers.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/read-all.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/room-menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/rooms-view.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/switcher.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/rooms/welcome.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/day-panel.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/days.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/field.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/filters.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/labels.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/places.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/query.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/recent.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/result-list.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/results.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/search.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/session.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/snippet.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/start.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/states.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/suggestions.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/search/way-back.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/account-menu.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/appearance.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/closing.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/crop-dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/crop.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/devices.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/email.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/missed-mails.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/notifications.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/passkey-offer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/passkeys.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/password-offer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/password.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/password/current-password.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/password/forgotten.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/picture-file.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/picture.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/privacy.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/profile.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/settings.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/settings/theme.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/called.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/completion.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/composing.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/counting.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/excerpt.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/file-kind.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/language.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/link.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/markdown.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/matching.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/mention.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/near.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/preferences.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/search-text.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/site-name.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/size.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/storage.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/text.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/text/true-host.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/announcer.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/avatar.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/clipboard.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/confirmation.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/dialog.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/dom.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/form.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/labels.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/page.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/paged-list.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/time-element.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/time.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/toast.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/ui/touch.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/account-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/account-en.js"
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
#define ASSET "client/words/door/de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/door/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/emoji-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/emoji-en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/findings-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/invite/de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/invite/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/page-words.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/pages-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/pages-en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/refusals-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/search-words.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/search/de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/search/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/sending/de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/sending/en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/settings-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/settings-en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/talk-de.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/talk-en.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/talk-words.js"
#define ASSET_TYPE JS
#include "asset.h"
#define ASSET "client/words/words.js"
#define ASSET_TYPE JS
#include "asset.h"
};

const struct snug_web_asset *const snug_web_assets = assets;
const size_t snug_web_assets_count = sizeof assets / sizeof assets[0];
