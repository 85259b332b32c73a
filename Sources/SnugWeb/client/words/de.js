// Every word the page says, in German.
import { called } from "../text/called.js";
import { counter } from "../text/counting.js";

const count = counter("de");
const list = new Intl.ListFormat("de", { type: "conjunction" });

/// The server's refusals in German, once one was heard.
let refusals = null;

export const words = {
  title: (unread, heading, site) => `${unread ? `(${unread > 99 ? "99+" : unread}) ` : ""}${heading ? `${heading} · ` : ""}${site}`,

  // Coming in
  name: "Dein Name",
  nameHint: "So, wie die anderen ihn sehen.",
  email: "E-Mail",
  password: "Passwort",
  passwordHint: "Mindestens 8 Zeichen. Ein paar Wörter ergeben ein gutes.",
  showPassword: "Zeigen",
  hidePassword: "Verbergen",
  showPasswordLabel: "Passwort zeigen",
  hidePasswordLabel: "Passwort verbergen",
  code: "Sechsstelliger Code",
  codeChecking: "Wird geprüft…",
  codeIncomplete: "Der Code hat sechs Ziffern. Du kannst auch den ganzen Satz aus der Mail einfügen.",
  newPassword: "Neues Passwort",
  unreachable: "Der Server ist nicht zu erreichen. Prüf deine Verbindung und versuch es noch einmal.",
  /// The server's own words are English.
  async learnRefusals() {
    refusals ??= await import("./refusals-de.js").catch((error) => {
      console.warn("Refusals are said in English", error);
      return null;
    });
  },
  refusal: (code, detail) => refusals?.refusal(code, detail) ?? detail,
  invalidField: (message) => refusals?.translated(message) ?? message,
  refused: (status) => `Der Server hat das abgelehnt (${status}). Versuch es gleich noch einmal.`,

  // Rooms
  rooms: "Räume",
  skip: "Zum Gespräch springen",
  newRoom: "Neues Gespräch",
  signOut: "Abmelden",
  noRoomsTitle: "Hier ist es noch still",
  noRooms: "Schreib jemandem, gründe eine Gruppe oder tritt einem offenen Raum bei.",
  pickRoomTitle: "Such dir ein Gespräch aus",
  pickRoom: "Oder fang ein neues an.",
  roomsFailed: "Deine Räume konnten nicht geladen werden.",
  notDone: "Das hat nicht geklappt. Lade die Seite neu und versuche es noch einmal.",
  tryAgain: "Noch einmal versuchen",
  you: "Du",
  someone: "Jemand",
  untitled: "Gespräch",
  preview: (author, text) => `${author}: ${text}`,
  nothingYet: "Noch nichts gesagt",
  deleted: "Nachricht gelöscht",
  saysFiles: {
    picture: (n) => (n === 1 ? "Foto" : `${n} Fotos`), video: (n) => (n === 1 ? "Video" : `${n} Videos`),
    audio: (n) => (n === 1 ? "Audio" : `${n} Aufnahmen`), file: (n, name) => (n === 1 ? name : `${n} Dateien`),
  },
  muted: "Stumm",
  pinned: "Angeheftet",
  draft: "Entwurf:",
  mentions: "Erwähnungen",
  mentionsUnread: (n) => `${count(n, "Erwähnung", "Erwähnungen")} noch nicht gelesen`,
  filter: "In der Liste zeigen",
  filters: { all: "Alle", unread: "Ungelesen", people: "Leute", rooms: "Räume" },
  filteredNothing: "Hier ist nichts.",
  roomActions: (room) => `Aktionen für ${room}`,
  unread: (n) => `${n} ungelesen`,
  unreadMentioned: (n) => `${n} ungelesen, du wirst erwähnt`,
  close: "Schließen",
  people: (n) => count(n, "Person", "Personen"),
  loading: "Wird geladen…",

  // A room
  back: "Zurück zu den Räumen",
  direct: "Nur ihr beide",
  members: (names, more) => list.format(more ? [...names.map(called), `${more} weitere`] : names.map(called)),
  messages: (room) => `Nachrichten in ${room}`,
  emptyRoomTitle: "Das erste Wort gehört dir",
  emptyRoom: "Hier wurde noch nichts gesagt.",
  beginning: "Hier fing es an.",
  historyFailed: "Die Nachrichten konnten nicht geladen werden.",
  newLine: "Neu",
  newPill: (n) => (n ? `${n > 99 ? "99+" : n} neu` : "Neueste"),
  newPillLabel: "Zur neuesten Nachricht",
  nextMention: "Zur nächsten Erwähnung",
  edited: "(bearbeitet)",
  undo: "Rückgängig",
  earlierMessage: "Eine frühere Nachricht",
  showAll: "Ganz anzeigen",
  messageActions: "Was mit dieser Nachricht geschehen soll",
  reactions: "Reaktionen",
  reaction: (emoji, names) => `${emoji} ${list.format(names)}`,
  emoji: "Emoji",
  mention: "Jemanden erwähnen",
  copyLink: "Link kopieren",
  copied: "Kopiert.",
  remove: "Löschen",
  notCopied: "Dein Browser lässt diese Seite nicht kopieren.",
  seen: "Gesehen",
  inReplyTo: "Antwort auf: ",
  messageMissing: "Diese Nachricht ist nicht hier.",
  typing: (names) => (names.length > 3 ? "Mehrere schreiben gerade…" : `${list.format(names.map(called))} ${names.length === 1 ? "schreibt" : "schreiben"} gerade…`),
  online: "Online",
  lastSeen: (when) => `Zuletzt da: ${when}`,
  sending: "Wird gesendet",
  notSent: "Nicht gesendet.",
  retry: "Noch einmal",
  discard: "Löschen",
  unanswered: "Der Server hat nicht geantwortet.",
  answeredGone: "Der Server ist zu einem früheren Stand zurückgekehrt, und worauf das antwortet, gibt es nicht mehr. Noch einmal gesendet, antwortet es auf nichts.",
  announced: (author, text) => `${author}: ${text}`,
  announcedMany: (n) => count(n, "neue Nachricht", "neue Nachrichten"),
  roomMissing: "Diesen Raum gibt es nicht, oder du bist nicht darin.",
  toRooms: "Zu deinen Räumen",
  composer: (room) => `Schreib an ${room}`,
  composerHint: "Nachricht",
  attach: "Dateien anhängen",
  dropHere: "Zum Anhängen hier loslassen",
  send: "Senden",
  save: "Speichern",
  cancel: "Abbrechen",
  editing: "Du bearbeitest deine Nachricht",
  replyingTo: (name) => `Antwort an ${called(name)}`,
  suggested: (n) => count(n, "Vorschlag", "Vorschläge"),
  suggestions: "Vorschläge",
  everyoneHere: "room – alle hier",
  callsEveryone: (n) => `Das ruft ${n} Leute.`,
  callEveryone: "An alle senden",
  tooLong: "Das ist länger, als eine Nachricht sein kann. Bitte teil es auf zwei auf.",
  search: "Suche",
  searchHere: "In diesem Raum suchen",

  // About a room
  aboutRoom: "Über diesen Raum",
  bell: {
    everything: "Benachrichtigungen: alles", mentions: "Benachrichtigungen: Erwähnungen",
    nothing: "Benachrichtigungen: nichts",
  },
  roomNotJoined: "Du bist nicht in diesem Raum, kannst ihm aber beitreten.",

  // Settings
  settings: "Einstellungen",

  // Administration; its own words are in admin-de.js
  admin: "Verwaltung",
  offline: "Keine Verbindung. Was du schreibst, wird später gesendet.",
  offlineNotKept: "Keine Verbindung. Dein Browser kann nicht behalten, was du schreibst: Es ist verloren, wenn du diese Seite schließt, bevor es gesendet ist.",
  updateReady: "Eine neue Version ist da.",
  reload: "Neu laden",
  later: "Später",
  updatedMeanwhile: "Snug wurde inzwischen aktualisiert.",
  signOutUnsent: (n) => `${count(n, "Nachricht ist", "Nachrichten sind")} noch nicht gesendet; was nicht gesendet ist, geht verloren.`,
  tryNow: "Jetzt versuchen",
};
