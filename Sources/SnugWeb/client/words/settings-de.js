// The server's settings in words, in German: titles, values as sentences, units, and the meanings, which the server
// itself tells in English.
import { counter } from "../text/counting.js";
import { settingSize } from "../text/size.js";

const count = counter("de");

export const groups = {
  site: "Website", access: "Zugang", mail: "Mail", limits: "Grenzen", notifications: "Benachrichtigungen", backups: "Sicherungen",
  reach: "Wie der Server zu erreichen ist", upkeep: "Betrieb", other: "Weiteres",
};

export const titles = {
  "listen": "Wo der Server lauscht",
  "tls.acme": "Zertifikat, das der Server selbst holt",
  "tls.acme.directory": "Zertifizierungsstelle",
  "tls.acme.ca.file": "Zertifikate, denen bei ihr vertraut wird",
  "http.listen": "Wo zu https weitergeleitet wird",
  "tls.certificate": "Datei des Zertifikats",
  "tls.key": "Datei des Schlüssels",
  "database": "Datenbank",
  "node.name": "Name dieses Servers unter anderen",
  "site.url": "Adresse der Website",
  "site.name": "Name der Website",
  "registration": "Neue Konten",
  "registration.domains": "Mail-Domains für neue Konten",
  "session.days": "Angemeldet bleiben ohne Besuch",
  "session.max.days": "Angemeldet bleiben höchstens",
  "act.rate": "Räume anlegen, betreten, umbenennen",
  "message.rate": "Nachrichten einer Person",
  "upload.max.bytes": "Größe einer Datei",
  "storage.per.user": "Dateien einer Person",
  "storage": "Dateien aller zusammen",
  "sockets.per.user": "Offene Verbindungen einer Person",
  "sockets.per.address": "Offene Verbindungen einer Adresse",
  "push": "Push-Nachrichten",
  "push.hosts": "Push-Dienste, die genannt werden dürfen",
  "mail.missed.after": "Mails über Verpasstes",
  "trusted.proxies": "Proxys, denen vertraut wird",
  "smtp.host": "Mailserver",
  "smtp.port": "Port des Mailservers",
  "smtp.tls": "Verschlüsselung der Mails",
  "smtp.username": "Benutzername beim Mailserver",
  "smtp.password": "Passwort beim Mailserver",
  "smtp.ca.file": "Zertifikate, denen beim Mailserver vertraut wird",
  "mail.from": "Absender der Mails",
  "ehlo.name": "Gruß an den Mailserver",
  "check.ignore": "Befunde, die bekannt sind",
  "backup.time": "Nächtliche Sicherung",
  "backup.keep": "Sicherungen, die bleiben",
  "backup.directory": "Ordner der Sicherungen",
  "log.level": "Wie viel im Protokoll steht",
  "log.format": "Form des Protokolls",
  "metrics.listen": "Zahlen für Prometheus",
};

/// `[sentence, hint]` of each value.
export const choices = {
  "push": {
    on: ["An", "Wer es im eigenen Browser einschaltet, erfährt von Nachrichten auch ohne offene Seite."],
    off: ["Aus", "Ist keine Seite offen, erfährt niemand etwas."],
  },
  "registration": {
    closed: ["Nur mit Einladung", "Neue kommen durch einen Einladungslink, oder du fügst sie hinzu."],
    invite: ["Nur mit Einladung, und die Anmeldeseite sagt es", "Neuen sagt sie, dass sie nach einem Link fragen sollen."],
    domain: ["Wer eine Adresse mit passender Domain hat, oder eine Einladung", "Die Domains stehen darunter."],
    open: ["Alle, die diese Seite finden", "Jede Adresse wird mit einem Code per Mail geprüft."],
  },
  "smtp.tls": {
    starttls: ["Verschlüsselt, sobald die Mail beginnt (STARTTLS)", ""],
    implicit: ["Verschlüsselt vom ersten Byte an (TLS)", ""],
    none: ["Unverschlüsselt", "Das Passwort geht offen hinaus."],
  },
  "log.level": {
    trace: ["Alles, um einen Fehler zu suchen", ""],
    debug: ["Viel", ""],
    info: ["Das Übliche", ""],
    notice: ["Was auffällt", ""],
    warning: ["Warnungen und Fehler", ""],
    error: ["Fehler", ""],
    critical: ["Nur, was den Server anhält", ""],
  },
  "log.format": {
    text: ["Text für Menschen", ""],
    json: ["JSON für Programme", ""],
    journald: ["Wie das Journal von systemd es will", ""],
  },
};

export const units = {
  "mail.missed.after": "Minuten",
  "session.days": "Tage",
  "session.max.days": "Tage",
  "act.rate": "in der Minute",
  "message.rate": "in der Sekunde",
  "sockets.per.user": "Verbindungen",
  "sockets.per.address": "Verbindungen",
  "backup.keep": "Tage",
};

export const hints = {
  "mail.missed.after": "0 bis 1440; 0 heißt keine solchen Mails.",
  "session.days": "1 bis 3650.",
  "session.max.days": "1 bis 3650.",
  "act.rate": "0.01 bis 10000; 0 heißt ohne Grenze.",
  "message.rate": "0.01 bis 10000; 0 heißt ohne Grenze.",
  "upload.max.bytes": "Zum Beispiel 25 MB, höchstens 2 GB; 0 heißt keine Dateien.",
  "storage.per.user": "Zum Beispiel 1 GB.",
  "storage": "Zum Beispiel 10 GB.",
  "sockets.per.user": "1 bis 1000000.",
  "sockets.per.address": "1 bis 1000000.",
  "backup.keep": "1 bis 10000.",
  "backup.time": "Eine Zeit in UTC wie 02:30, oder „off“.",
  "site.url": "Zum Beispiel https://chat.example.org, ohne Pfad.",
  "registration.domains": "Zum Beispiel example.org, example.com.",
};

const connections = (value) => `Bis zu ${count(Number(value), "Verbindung", "Verbindungen")}`;

export const values = {
  "session.days": (value) => `${count(Number(value), "Tag", "Tage")} nach dem letzten Besuch`,
  "session.max.days": (value) => `${count(Number(value), "Tag", "Tage")}, so oft man auch kommt`,
  "act.rate": (value) => (Number(value) === 0 ? "Ohne Grenze" : `Bis zu ${value} in der Minute je Person`),
  "message.rate": (value) => (Number(value) === 0 ? "Ohne Grenze" : `Bis zu ${value} in der Sekunde je Person`),
  "mail.missed.after": (value) => (Number(value) === 0 ? "Keine" : `Wenn etwas ${count(Number(value), "Minute", "Minuten")} ungelesen ist`),
  "upload.max.bytes": (value) => (parseInt(value, 10) === 0 ? "Keine Dateien" : `Bis zu ${settingSize(value, "de")}`),
  "storage.per.user": (value) => `Bis zu ${settingSize(value, "de")} je Person`,
  "storage": (value) => `Bis zu ${settingSize(value, "de")}`,
  "sockets.per.user": connections,
  "sockets.per.address": connections,
  "backup.time": (value) => (value === "off" ? "Keine nächtliche Sicherung" : `Jede Nacht um ${value} UTC`),
  "backup.keep": (value) => `Die neueste von jedem der letzten ${count(Number(value), "Tag", "Tage")}`,
};

/// The values that hold where nothing is set.
export const unset = {
  "site.url": "http://localhost mit dem Port, nur für diesen Rechner",
  "database": "data/snug.db, unter systemd in dessen Verzeichnis",
  "node.name": "Der Name seines Rechners und der Port, wo es andere gibt",
  "backup.directory": "backups/ neben der Datenbank",
  "log.format": "Text, unter systemd wie dessen Journal es will",
  "smtp.port": "Der übliche der Verschlüsselung",
  "mail.from": "snug@ und der Name der Website",
};

export const meanings = {
  "listen": "Wo der Server lauscht, mit tls.acme sonst auf Port 443 für alle; Port 0 nimmt einen freien.",
  "tls.acme": "Der Name der Website, für https mit einem Zertifikat, das der Server selbst holt und erneuert (ACME, http-01 auf Port 80), nach den Bedingungen der Zertifizierungsstelle; dahinter weitere Namen, die sie auch hat.",
  "tls.acme.directory": "Die Zertifizierungsstelle, die tls.acme fragt.",
  "tls.acme.ca.file": "Zertifikate (PEM), denen bei dieser Zertifizierungsstelle vertraut wird, statt denen des Systems.",
  "http.listen": "Von wo der Server zu https weiterleitet und der Zertifizierungsstelle von tls.acme antwortet (sonst nirgends, mit tls.acme auf Port 80 für alle).",
  "tls.certificate": "Das Zertifikat mit seiner Kette (PEM), für https ohne Proxy; wird neu gelesen, wenn es sich ändert.",
  "tls.key": "Der Schlüssel dazu (PEM, ohne Passwort).",
  "database": "Die Datei mit der Datenbank (sonst data/snug.db; unter systemd snug.db in dessen Verzeichnis), oder eine Datenbank von PostgreSQL: postgresql://NUTZER@HOST/NAME.",
  "node.name": "Der Name dieses Servers unter denen, die eine Datenbank von PostgreSQL teilen (sonst der Name seines Rechners und der Port).",
  "site.url": "Die Adresse, unter der alle diese Seite im Browser öffnen. Links in Einladungen und Mails führen dorthin, und unter einer anderen lässt der Server niemanden herein.",
  "site.name": "Der Name auf Seiten und in Mails.",
  "registration": "Wer ein Konto anlegen darf: niemand, wer eingeladen ist, wer eine passende Adresse hat, oder alle.",
  "registration.domains": "Wer eine Adresse aus einer dieser Domains hat, darf ein Konto anlegen; dafür muss oben diese Art gewählt sein.",
  "session.days": "Wie viele Tage eine Anmeldung nach ihrer letzten Erneuerung gilt.",
  "session.max.days": "Wie viele Tage eine Anmeldung gilt, so oft sie auch erneuert wird.",
  "act.rate": "Handlungen je Minute, die andere etwas kosten (Räume anlegen, betreten, umbenennen), die eine Person darf; 0 heißt ohne Grenze.",
  "message.rate": "Nachrichten je Sekunde, die eine Person senden darf, auf einmal so viele wie in zehn Sekunden; 0 heißt ohne Grenze.",
  "upload.max.bytes": "Wie groß eine Datei höchstens sein darf; 0 heißt, dass niemand Dateien senden kann.",
  "storage.per.user": "Der Platz für die Dateien einer Person.",
  "storage": "Der Platz für die Dateien aller, in der Datenbank und damit in jeder Sicherung.",
  "sockets.per.user": "Verbindungen, die eine Person offen haben darf.",
  "sockets.per.address": "Verbindungen, die eine Adresse offen haben darf.",
  "push": "Ob Browser von Nachrichten erfahren, während keine Seite offen ist, über den Push-Dienst ihres Herstellers.",
  "push.hosts": "Die Push-Dienste, die Browser nennen dürfen; *.NAME ist jeder Name darunter.",
  "mail.missed.after": "Nach wie vielen Minuten, die eine Erwähnung oder direkte Nachricht ungelesen ist, eine Mail kommt, in der kein Wort davon steht; 0 heißt keine solchen Mails.",
  "trusted.proxies": "Proxys (Adressen oder CIDR-Blöcke), deren X-Forwarded-For zählt (sonst keiner).",
  "smtp.host": "Der Mailserver; ohne einen werden Mails nur ausgegeben.",
  "smtp.port": "Sein Port (sonst 587, bei implizitem TLS 465, ohne TLS 25).",
  "smtp.tls": "Wie mit dem Mailserver gesprochen wird; bei „none“ geht das Passwort offen hinaus.",
  "smtp.username": "Der Benutzername beim Mailserver.",
  "smtp.password": "Das Passwort beim Mailserver.",
  "smtp.ca.file": "Zertifikate (PEM), denen beim Mailserver vertraut wird, statt denen des Systems.",
  "mail.from": "Der Absender: eine Adresse oder Name <Adresse> (sonst snug@ und der Name der Website).",
  "ehlo.name": "Der Name oder die Adresse, womit der Mailserver begrüßt wird (sonst der Name der Website oder die Domain des Absenders).",
  "check.ignore": "Befunde von snug check, die bekannt sind und nicht zählen: smtp.none, clock.drifts …",
  "backup.time": "Wann die Sicherung jeder Nacht gemacht wird, in UTC.",
  "backup.keep": "Tage, von denen die jeweils neueste Sicherung aufgehoben wird.",
  "backup.directory": "Wo Sicherungen liegen (sonst in backups/ neben der Datenbank).",
  "log.level": "Was im Protokoll des Servers steht: trace, debug, info, notice, warning, error oder critical.",
  "log.format": "Wie es geschrieben wird (sonst unter systemd journald, sonst text).",
  "metrics.listen": "Wo Prometheus /metrics findet, nur von diesem Rechner aus (sonst nirgends).",
};
