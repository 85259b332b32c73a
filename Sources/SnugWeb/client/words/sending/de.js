// The words of files that are picked and sent, in German.
import { called } from "../../text/called.js";
import { counter } from "../../text/counting.js";

const count = counter("de");

export const words = {
  // The tray
  tray: "Dateien zum Senden",
  filesChosen: (n) => `${count(n, "Datei", "Dateien")} zum Senden`,
  fileCount: (n) => count(n, "Datei", "Dateien"),
  removeFile: (name) => `${called(name)} entfernen`,
  preparing: "Wird vorbereitet…",
  sentWhenReady: "Wird gesendet, sobald alles bereit ist.",
  describe: "Beschreiben",
  described: "Beschreibung ändern",
  describeFile: (name) => `${called(name)} beschreiben`,
  redescribeFile: (name) => `Beschreibung ändern: ${called(name)}`,
  describeTitle: "Das Bild beschreiben",
  description: "Was zu sehen ist",
  descriptionHint: "Für alle, die es nicht sehen können. Wer das Bild groß öffnet, liest es darunter.",
  originalQuality: (size) => `Originalqualität, ${size}`,
  originalOf: (what, name) => `${what}: ${called(name)}`,
  fileLimit: (max) => `Bis zu ${max} je Datei`,
  spaceLeft: (left) => `${left} frei für deine Dateien`,

  // Files that cannot be sent
  noUploads: "Dieser Server nimmt keine Dateien an.",
  tooManyFiles: (max, left) => `In eine Nachricht passen ${max} Dateien: ${count(left, "ist", "sind")} weggeblieben.`,
  folderNotTaken: (name) => `${called(name)} ist ein Ordner. Wähle die Dateien, die darin sind.`,
  fileEmpty: (name) => `${called(name)} ist leer.`,
  fileTooLarge: (name, size, max) => `${called(name)} hat ${size}. Dieser Server nimmt bis zu ${max} je Datei an.`,
  fileTooMuch: (name, size, left) => `${called(name)} hat ${size}, und für deine Dateien sind ${left} frei. Wenn du Nachrichten von dir löschst, wird Platz.`,
  fileUnreadable: (name) => `${called(name)} lässt sich nicht lesen.`,

  // On the way
  filesNotKept: "Diese Dateien sind zu viel, als dass dein Browser sie behält. Sie werden gesendet, solange diese Seite offen bleibt.",
  uploading: (name, percent) => `${called(name)}: ${percent} % gesendet`,
  fileNotSent: (name, why) => `${called(name)}: ${why}`,
  uploadFailed: "Sie ließ sich nicht hochladen. Prüf deine Verbindung und versuch es noch einmal.",
  fileGone: "Sie ist nicht mehr auf diesem Gerät. Lösch die Nachricht und wähle die Datei noch einmal.",
};
