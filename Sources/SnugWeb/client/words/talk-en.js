// The words of a conversation's menus, cards and notices, in English.
import { called } from "../text/called.js";
import { counter } from "../text/counting.js";

const count = counter("en");
const list = new Intl.ListFormat("en", { type: "conjunction" });
/// Names in a sentence, each kept from turning its direction; of many, three and a number.
const named = (names) => {
  const apart = names.map(called);
  return list.format(apart.length > 4 ? [...apart.slice(0, 3), count(apart.length - 3, "other", "others")] : apart);
};
const by = (name) => (name === null ? "" : ` by ${called(name)}`);
const have = (names) => (names.length === 1 ? "was" : "were");

export const words = {
  // A message
  editedAt: (when) => `Edited ${when}`,
  react: "React",
  reactWith: (emoji) => `React with ${emoji}`,
  quickActions: "Quick actions",
  moreEmoji: "More emoji",
  findEmoji: "Find an emoji",
  noEmoji: "No emoji of that name.",
  recentEmoji: "Used last",
  emojiGroups: "Kinds of emoji",
  skinTone: "Skin tone",
  skinTones: ["No skin tone", "Light skin tone", "Medium-light skin tone", "Medium skin tone", "Medium-dark skin tone", "Dark skin tone"],
  reply: "Reply",
  copyText: "Copy text",
  selectText: "Select text",
  markUnreadHere: "Unread from here",
  edit: "Edit",
  seenBy: "Seen by",
  seenByNobody: "Nobody has read this far yet.",

  // Files
  pictureNamed: (name) => `Picture ${name}`,
  loadPicture: (size) => `Show picture, ${size}`,
  downloadFile: (name, facts) => `Download ${name}, ${facts}`,
  saveFile: "Download",
  saveFiles: (n) => `Download ${n} files`,
  fileMissing: "This file is not there any more.",
  fileUnreachable: "Could not be loaded.",
  sendingFile: (name) => `Sending ${name}`,
  notSentYet: "Not sent",
  fileWaits: "Waiting",
  takeFileBack: (name) => `Cancel sending ${name}`,
  pictureStage: "Picture",
  pictureOf: (number, count) => `${number} of ${count}`,
  previousPicture: "Previous picture",
  nextPicture: "Next picture",
  zoomIn: "Enlarge",
  zoomOut: "Make smaller",
  showMessage: "Show the message",
  onlySmallPicture: "This is only a small version.",
  fileKinds: { pictures: "Pictures", others: "Other files" },
  noRoomFiles: { pictures: "No pictures were sent here yet.", others: "No other files were sent here yet." },

  // People
  personTitle: "Person",
  messagePerson: "Message",
  personAccount: "Account",
  personDeactivated: "No longer here",
  nobodyReads: "This account is out of use: nobody would read a new message.",

  // References
  messageIn: (room) => `Message in ${called(room)}`,
  referenceMissing: "This message is not available to you.",
  referenceUnread: "This message could not be loaded.",

  // Comings and goings
  joined: (names) => `${named(names)} joined`,
  added: (names, who) => `${named(names)} ${have(names)} added${by(who)}`,
  left: (names) => `${named(names)} left`,
  removed: (names, who) => `${named(names)} ${have(names)} removed${by(who)}`,
  youAdded: (names) => `You added ${named(names)}`,
  youRemoved: (names) => `You removed ${named(names)}`,
  roomRenamed: (name) => `The room is now called “${called(name)}”`,
  youLeft: (room) => `You left “${called(room)}”.`,
  youWereRemoved: (room, who) => `You were removed from “${called(room)}”${by(who)}.`,
  roomWasDeleted: (room, who) => `“${called(room)}” was deleted${by(who)}.`,
  roomGone: "You are no longer in that room, or it was deleted.",
  roomGoneUnsent: (name) => `You are no longer in “${called(name)}”. What you wrote there was not sent.`,
  roomsGoneUnsent: "You are no longer in a room for which you had written something. It was not sent.",
  deletionDropped: "The server has gone back to an earlier state. The message that you were deleting is left as it is.",
  draftPlain: "The server has gone back to an earlier state. Your draft answers or edits no message any more; its text is still there.",
  sessionEnds: {
    signed_out: "You are signed out.",
    ended: "This device was signed out from another one, or by an administrator. Please sign in again.",
    password_changed: "Your password was changed on another device. Please sign in with the new one.",
    deactivated: "Your account was deactivated. Ask an administrator if that should not be so.",
    expired: "Your last sign-in was too long ago. Please sign in again.",
    closed: "Your account is closed.",
  },
};
