import assert from "node:assert/strict";
import { it } from "node:test";
import { mailHint, relayWords } from "../../Sources/SnugWeb/client/admin/server/mail-hint.js";
import { words as german } from "../../Sources/SnugWeb/client/words/admin-de.js";
import { words as english } from "../../Sources/SnugWeb/client/words/admin-en.js";
import { swift } from "./sources.js";

const said = [
  ["smtp.exmaple.org:587 cannot be reached: its name is not known here", "name"],
  ["smtp.example.org:25 cannot be reached: nothing listens there", "unreachable"],
  ["smtp.example.org:25 cannot be reached: it says nothing", "unreachable"],
  ["the connection broke: its certificate is for another name", "certificate"],
  ["the connection broke: its certificate is not trusted or has expired", "certificate"],
  ["the mail server does not offer STARTTLS; nothing was sent in the clear", "encryption"],
  ["the connection broke: it does not speak TLS there", "encryption"],
  ["the mail server did not send its greeting within 10.0 seconds", "encryption"],
  ["the mail server did not accept the user name and password: 535 5.7.8 Authentication failed", "password"],
  ["the mail server refused the sender: 553 not owned by user", "sender"],
  ["the mail server refused the recipient: 554 relay access denied", "recipient"],
  ["the mail server refused the mail: 550 looks like spam", "content"],
  ["it is asleep", "other"],
];

it("the relay's words lead to a hint on what to look at", () => {
  for (const [detail, hint] of said) assert.equal(mailHint(`The mail could not be sent: ${detail}.`), hint, detail);
});

it("each hint has its words, in each language", () => {
  for (const words of [english, german]) assert.deepEqual(Object.keys(words.mailHints).sort(), [...new Set(said.map(([, hint]) => hint))].sort());
});

it("the hints look for words that the server says", () => {
  const source = swift("SnugMail");
  for (const words of ["its name is not known", "nothing listens there", "it says nothing", "its certificate is for another name",
    "its certificate is not trusted", "does not offer STARTTLS", "it does not speak TLS there", "user name and password", "refused the sender",
    "refused the recipient", "refused the mail", "its greeting"]) assert.ok(source.includes(words), words);
});

it("the relay's own words are told without the server's beginning", () => {
  assert.equal(relayWords("The mail could not be sent: 535 no."), "535 no.");
  assert.equal(relayWords("Something else."), "Something else.");
});
