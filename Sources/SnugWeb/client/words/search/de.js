// The words of the search among messages, in German.
import { called } from "../../text/called.js";
import { counter } from "../../text/counting.js";

const count = counter("de");

export const words = {
  // The field and its filters
  searchMessages: "Nachrichten suchen",
  clearSearch: "Feld leeren",
  oneself: (name) => `${called(name)} (du)`,
  hereNoMore: "nicht mehr hier",
  narrow: "Suche eingrenzen",
  filterFrom: "Von…",
  filterIn: "In…",
  filterDays: "Tage…",
  typedFilters: { person: "von:", room: "in:" },
  hasKinds: { file: "Dateien", image: "Bilder", link: "Links" },
  fromPerson: (name) => `Von ${called(name)}`,
  inRoom: (name) => `In ${called(name)}`,
  sinceDay: (day) => `Seit ${day}`,
  untilDay: (day) => `Bis ${day}`,
  removeFilter: (filter) => `${filter}, entfernen`,
  noPersonFor: (name) => `Niemand hier heißt „${called(name)}“.`,
  noRoomFor: (name) => `Keiner deiner Räume heißt „${called(name)}“.`,
  severalCalled: (name) => `Mehrere heißen „${called(name)}“. Wähl aus der Liste.`,
  noMinusFor: (filter) => `Ein Minus lässt Wörter aus, keine Filter wie ${called(filter)}.`,
  noDayFor: (filter) => `„${called(filter)}“ nennt keinen Tag. Tage schreibt man wie 1.11.2026.`,
  noThingFor: (name) => `hat:${called(name)} gibt es nicht. Es geht mit datei, bild oder link.`,
  daysTitle: "Tage",
  firstDay: "Von",
  lastDay: "Bis",
  daysPast: { 0: "Heute", 7: "7 Tage", 30: "30 Tage", 365: "Ein Jahr" },
  anyDay: "Jeder Tag",
  showDay: (day) => `Zum ${day} gehen`,
  dayNotThere: "An dem Tag wurde nichts gesagt. Das kam danach.",
  nothingSince: "An dem Tag und danach wurde dort nichts gesagt.",

  backToSearch: "Zurück zur Suche",

  // Before a search
  recentSearches: "Letzte Suchen",
  forgetSearch: (search) => `${search} vergessen`,
  forgetSearches: "Alle vergessen",
  recentHere: "Nur dieses Gerät kennt sie.",
  waysToSearch: "So kannst du suchen",
  ways: [
    ["\"Fest im Garten\"", "genau diese Wörter hintereinander"],
    ["Tee -Milch", "mit dem einen Wort, ohne das andere"],
    ["von:Anna in:Küche", "von einer Person, in einem Raum"],
    ["hat:bild", "mit Bildern; auch datei und link"],
    ["seit:1.11.2026", "ab diesem Tag; bis: bis zu einem Tag"],
  ],
  wordMissing: "Es fehlt noch ein Wort, nach dem gesucht wird.",
  allFiles: "Alle Bilder und Dateien",
  emojiAlone: "Nach Emojis wird nicht gesucht. Es fehlt noch ein Wort.",

  // Results
  placesFound: "Räume und Personen",
  searching: "Wird gesucht…",
  searchingLong: "Es wird noch gesucht. Das dauert länger als sonst.",
  resultsFound: (n, hasMore) => `${hasMore ? "Die neuesten " : ""}${count(n, "Ergebnis", "Ergebnisse")}`,
  nothingFound: "Nichts gefunden",
  nothingFoundHint: "Wörter werden ganz gefunden; nur das letzte darf ein Anfang sein, ab drei Buchstaben.",
  nothingFoundYet: "Bis hierher nichts gefunden.",
  searchFurther: "Weiter zurück suchen",
  inAllRooms: "In allen Räumen suchen",
  withoutFilters: "Ohne Filter suchen",
  withoutQuotes: "Die Wörter einzeln suchen",
  withoutMinus: "Nichts auslassen",
  searchOffline: "Keine Verbindung. Sobald es eine gibt, geht die Suche weiter.",
  searchAgainSoon: "Das war viel auf einmal. Die Suche geht gleich weiter.",
  moreResults: "Mehr zeigen",
  resultsEnd: "Das ist alles.",
  tooManyResults: "Weiter zurück gibt es noch mehr. Mit noch einem Wort, einem Raum oder Tagen werden es weniger.",
  moreFiles: (n) => count(n, "weitere Datei", "weitere Dateien"),
};
