// The words of a conversation's menus, cards and notices, in German.
import { called } from "../text/called.js";

const list = new Intl.ListFormat("de", { type: "conjunction" });
/// Names in a sentence, each kept from turning its direction; of many, three and a number.
const named = (names) => {
  const apart = names.map(called);
  return list.format(apart.length > 4 ? [...apart.slice(0, 3), `${apart.length - 3} weitere`] : apart);
};
const by = (name) => (name === null ? "" : ` von ${called(name)}`);
const is = (names) => (names.length === 1 ? "ist" : "sind");
const was = (names) => (names.length === 1 ? "wurde" : "wurden");

export const words = {
  // A message
  editedAt: (when) => `Bearbeitet: ${when}`,
  react: "Reagieren",
  reactWith: (emoji) => `Mit ${emoji} reagieren`,
  quickActions: "Schnell getan",
  moreEmoji: "Mehr Emoji",
  findEmoji: "Emoji suchen",
  noEmoji: "Kein Emoji heißt so.",
  recentEmoji: "Zuletzt benutzt",
  emojiGroups: "Arten von Emoji",
  skinTone: "Hautton",
  skinTones: ["Ohne Hautton", "Heller Hautton", "Mittelheller Hautton", "Mittlerer Hautton", "Mitteldunkler Hautton", "Dunkler Hautton"],
  reply: "Antworten",
  copyText: "Text kopieren",
  selectText: "Text auswählen",
  markUnreadHere: "Ab hier ungelesen",
  edit: "Bearbeiten",
  seenBy: "Gesehen von",
  seenByNobody: "So weit hat noch niemand gelesen.",

  // Files
  pictureNamed: (name) => `Bild ${name}`,
  loadPicture: (size) => `Bild zeigen, ${size}`,
  downloadFile: (name, facts) => `${name} herunterladen, ${facts}`,
  saveFile: "Herunterladen",
  saveFiles: (n) => `${n} Dateien herunterladen`,
  fileMissing: "Diese Datei gibt es nicht mehr.",
  fileUnreachable: "Ließ sich nicht laden.",
  sendingFile: (name) => `${name} wird gesendet`,
  notSentYet: "Nicht gesendet",
  fileWaits: "Wartet",
  takeFileBack: (name) => `${name} nicht senden`,
  pictureStage: "Bild",
  pictureOf: (number, count) => `${number} von ${count}`,
  previousPicture: "Voriges Bild",
  nextPicture: "Nächstes Bild",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  showMessage: "Nachricht zeigen",
  onlySmallPicture: "Das ist nur eine kleine Fassung.",
  fileKinds: { pictures: "Bilder", others: "Andere Dateien" },
  noRoomFiles: { pictures: "Hier wurden noch keine Bilder gesendet.", others: "Hier wurden noch keine anderen Dateien gesendet." },

  // People
  personTitle: "Person",
  messagePerson: "Schreiben",
  personAccount: "Konto",
  personDeactivated: "Nicht mehr hier",
  nobodyReads: "Dieses Konto ist stillgelegt: Niemand würde eine neue Nachricht lesen.",

  // References
  messageIn: (room) => `Nachricht in ${called(room)}`,
  referenceMissing: "Diese Nachricht ist für dich nicht zu sehen.",
  referenceUnread: "Diese Nachricht konnte nicht geladen werden.",

  // Comings and goings
  joined: (names) => `${named(names)} ${is(names)} dazugekommen`,
  added: (names, who) => `${named(names)} ${was(names)}${by(who)} dazugeholt`,
  left: (names) => `${named(names)} ${is(names)} gegangen`,
  removed: (names, who) => `${named(names)} ${was(names)}${by(who)} entfernt`,
  youAdded: (names) => `Du hast ${named(names)} dazugeholt`,
  youRemoved: (names) => `Du hast ${named(names)} entfernt`,
  roomRenamed: (name) => `Der Raum heißt jetzt „${called(name)}“`,
  youLeft: (room) => `Du hast „${called(room)}“ verlassen.`,
  youWereRemoved: (room, who) => `Du wurdest${by(who)} aus „${called(room)}“ entfernt.`,
  roomWasDeleted: (room, who) => `„${called(room)}“ wurde${by(who)} gelöscht.`,
  roomGone: "Du bist nicht mehr in diesem Raum, oder er wurde gelöscht.",
  roomGoneUnsent: (name) => `Du bist nicht mehr in „${called(name)}“. Was du dort geschrieben hast, wurde nicht gesendet.`,
  roomsGoneUnsent: "Du bist nicht mehr in einem Raum, für den du etwas geschrieben hattest. Es wurde nicht gesendet.",
  deletionDropped: "Der Server ist zu einem früheren Stand zurückgekehrt. Die Nachricht, die du löschen wolltest, bleibt, wie sie ist.",
  draftPlain: "Der Server ist auf einen früheren Stand zurückgegangen. Dein Entwurf ist keine Antwort oder Bearbeitung mehr; sein Text ist noch da.",
  sessionEnds: {
    signed_out: "Du bist abgemeldet.",
    ended: "Dieses Gerät wurde von einem anderen aus oder von der Verwaltung abgemeldet. Bitte melde dich wieder an.",
    password_changed: "Dein Passwort wurde auf einem anderen Gerät geändert. Bitte melde dich mit dem neuen an.",
    deactivated: "Dein Konto wurde stillgelegt. Frag in der Verwaltung nach, wenn das nicht sein soll.",
    expired: "Deine letzte Anmeldung ist zu lange her. Bitte melde dich wieder an.",
    closed: "Dein Konto ist geschlossen.",
  },
};
