// The server's settings in words, in English: titles, values as sentences, units. The server tells their
// meanings itself.
import { counter } from "../text/counting.js";
import { settingSize } from "../text/size.js";

const count = counter("en");

export const groups = {
  site: "Site", access: "Access", mail: "Mail", limits: "Limits", notifications: "Notifications", backups: "Backups",
  reach: "How the server is reached", upkeep: "Upkeep", other: "Other",
};

export const titles = {
  "listen": "Where the server listens",
  "tls.acme": "Certificate that the server gets by itself",
  "tls.acme.directory": "Certificate authority",
  "tls.acme.ca.file": "Certificates to trust for that authority",
  "http.listen": "Where people are led on to https",
  "tls.certificate": "Certificate file",
  "tls.key": "Key file",
  "database": "Database",
  "node.name": "Name of this server among others",
  "site.url": "Address of the site",
  "site.name": "Name of the site",
  "registration": "New accounts",
  "registration.domains": "Mail domains for new accounts",
  "session.days": "Stay signed in without a visit",
  "session.max.days": "Stay signed in at most",
  "act.rate": "Rooms made, joined and renamed by one person",
  "message.rate": "Messages of one person",
  "upload.max.bytes": "Size of one file",
  "storage.per.user": "Files of one person",
  "storage": "Files of all together",
  "sockets.per.user": "Open connections of one person",
  "sockets.per.address": "Open connections of one address",
  "push": "Push notifications",
  "push.hosts": "Push services that may be named",
  "mail.missed.after": "Mails about what somebody missed",
  "trusted.proxies": "Trusted proxies",
  "smtp.host": "Mail server",
  "smtp.port": "Port of the mail server",
  "smtp.tls": "Encryption of mail",
  "smtp.username": "User name at the mail server",
  "smtp.password": "Password at the mail server",
  "smtp.ca.file": "Certificates to trust for the mail server",
  "mail.from": "Sender of mails",
  "ehlo.name": "Greeting to the mail server",
  "check.ignore": "Findings that are known",
  "backup.time": "Nightly backup",
  "backup.keep": "Backups that are kept",
  "backup.directory": "Folder of the backups",
  "log.level": "How much the log tells",
  "log.format": "Form of the log",
  "metrics.listen": "Figures for Prometheus",
};

/// `[sentence, hint]` of each value.
export const choices = {
  "push": {
    on: ["On", "People who switch it on in their browser are told while no page is open."],
    off: ["Off", "Browsers are told nothing once their pages are closed."],
  },
  "registration": {
    closed: ["By invite only", "New people come by an invite link, or you add them."],
    invite: ["By invite only, and the sign-in page says so", "It tells newcomers to ask for a link."],
    domain: ["Whoever has an address of a listed domain, or an invite", "The domains stand below."],
    open: ["Everyone who finds this page", "Each address is proven by a mailed code."],
  },
  "smtp.tls": {
    starttls: ["Encrypted from the start of the mail (STARTTLS)", ""],
    implicit: ["Encrypted from the first byte (TLS)", ""],
    none: ["Not encrypted", "The password goes in the clear."],
  },
  "log.level": {
    trace: ["Everything, for a search after a mistake", ""],
    debug: ["Much", ""],
    info: ["The usual", ""],
    notice: ["What stands out", ""],
    warning: ["Warnings and errors", ""],
    error: ["Errors", ""],
    critical: ["Only what stops the server", ""],
  },
  "log.format": {
    text: ["Text for people", ""],
    json: ["JSON for programs", ""],
    journald: ["As systemd’s journal wants it", ""],
  },
};

export const units = {
  "mail.missed.after": "minutes",
  "session.days": "days",
  "session.max.days": "days",
  "act.rate": "a minute",
  "message.rate": "a second",
  "sockets.per.user": "connections",
  "sockets.per.address": "connections",
  "backup.keep": "days",
};

export const hints = {
  "mail.missed.after": "0 to 1440; 0 is no such mails.",
  "session.days": "1 to 3650.",
  "session.max.days": "1 to 3650.",
  "act.rate": "0.01 to 10000; 0 is no limit.",
  "message.rate": "0.01 to 10000; 0 is no limit.",
  "upload.max.bytes": "Such as 25 MB, at most 2 GB; 0 is no files.",
  "storage.per.user": "Such as 1 GB.",
  "storage": "Such as 10 GB.",
  "sockets.per.user": "1 to 1000000.",
  "sockets.per.address": "1 to 1000000.",
  "backup.keep": "1 to 10000.",
  "backup.time": "A time in UTC such as 02:30, or “off”.",
  "site.url": "Such as https://chat.example.org, without a path.",
  "registration.domains": "Such as example.org, example.com.",
};

const connections = (value) => `Up to ${count(Number(value), "connection", "connections")}`;

export const values = {
  "session.days": (value) => `${count(Number(value), "day", "days")} after the last visit`,
  "session.max.days": (value) => `${count(Number(value), "day", "days")}, however often one comes`,
  "act.rate": (value) => (Number(value) === 0 ? "No limit" : `Up to ${value} a minute for each person`),
  "message.rate": (value) => (Number(value) === 0 ? "No limit" : `Up to ${value} a second for each person`),
  "mail.missed.after": (value) => (Number(value) === 0 ? "None" : `After ${count(Number(value), "minute", "minutes")} unread`),
  "upload.max.bytes": (value) => (parseInt(value, 10) === 0 ? "No files can be sent" : `Up to ${settingSize(value, "en")}`),
  "storage.per.user": (value) => `Up to ${settingSize(value, "en")} for each person`,
  "storage": (value) => `Up to ${settingSize(value, "en")}`,
  "sockets.per.user": connections,
  "sockets.per.address": connections,
  "backup.time": (value) => (value === "off" ? "No nightly backup" : `Each night at ${value} UTC`),
  "backup.keep": (value) => `The newest of each of the last ${count(Number(value), "day", "days")}`,
};

/// The values that hold where nothing is set.
export const unset = {
  "site.url": "http://localhost with the port, for this computer alone",
  "database": "data/snug.db, under systemd in its folder",
  "node.name": "The name of its machine and the port, where there are others",
  "backup.directory": "backups/ beside the database",
  "log.format": "Text, under systemd as its journal wants it",
  "smtp.port": "The usual one of the encryption",
  "mail.from": "snug@ and the name of the site",
};

/// In place of the server's own words, where these are for those who know how it works.
export const meanings = {
  "site.url": "The address at which everyone opens this page in a browser. Links in invites and mails lead there, and under another one the server lets nobody in.",
  "registration.domains": "Whoever has an address of one of these domains may make an account; for that, choose this way above.",
};
