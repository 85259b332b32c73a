// The server's refusals, in German.

/// The server's refusals by their codes.
const refusals = {
  invalid: "Das kann so nicht angenommen werden. Sieh dir die Felder noch einmal an.",
  unauthenticated: "Melde dich an und versuch es noch einmal.",
  invalid_credentials: "Die E-Mail-Adresse oder das Passwort ist falsch.",
  invalid_code: "Dieser Code ist falsch. Schau noch einmal in die neueste Mail.",
  password_required: "Mit dieser Adresse wurden mehrere Konten angefragt. Gib das Passwort von dem an, das du meinst.",
  code_expired: "Dieser Code ist zu alt. Lass dir einen neuen schicken.",
  too_many_attempts: "Der Code gilt nach zu vielen falschen Versuchen nicht mehr. Lass dir einen neuen schicken.",
  invalid_setup_token: "Dieser Link zum Einrichten ist falsch, schon benutzt oder zu alt. Auf dem Server gibt „sudo snug setup-link“ einen neuen aus.",
  setup_required: "Zuerst muss jemand diesen Server einrichten, mit dem Link, den er beim Start ausgegeben hat.",
  registration_closed: "Mit dieser Adresse kann man hier kein neues Konto anlegen. Frag, wer den Server betreibt.",
  invalid_invite: "Für ein Konto brauchst du hier eine gültige Einladung. Frag, wer den Server betreibt.",
  invalid_login_link: "Dieser Link ist falsch, schon benutzt oder zu alt. Bitte um einen neuen, wer den Server betreibt.",
  recent_sign_in_required: "Dafür musst du dich gerade erst angemeldet haben. Melde dich ab und wieder an.",
  last_owner: "Gib den Server zuerst noch jemand anderem in die Hand.",
  last_way_in: "Ohne diesen Passkey käme niemand mehr in dieses Konto. Wähle zuerst ein Passwort.",
  not_found: "Das gibt es nicht, oder es ist nicht für dich bestimmt.",
  too_many_rooms: "So viele Räume gehen nicht für eine Person. Verlass zuerst einen, oder bitte sie darum.",
  not_a_member: "Tritt dem Raum zuerst bei.",
  forbidden: "Das darfst du hier nicht.",
  client_id_reused: "Diese client_id gehört zu einer Nachricht in einem anderen Raum.",
  message_deleted: "Diese Nachricht ist gelöscht.",
  rate_limited: "Das ging zu schnell. Versuch es gleich noch einmal.",
  busy: "Der Server hat gerade zu viel zu tun. Versuch es gleich noch einmal.",
  storage_full: "Die Platte des Servers ist voll. Nichts ist verloren. Sag der Person Bescheid, die ihn betreibt.",
  storage_failed: "Der Server konnte das nicht speichern. Versuch es noch einmal; wenn es so bleibt, sag der Person Bescheid, die ihn betreibt.",
  stopping: "Der Server wird gerade angehalten. Versuch es gleich noch einmal.",
  internal_error: "Dem Server ist das misslungen. Wer ihn betreibt, findet den Grund in seinem Protokoll.",
  bad_origin: "Diese Anfrage kam von einer anderen Website.",
  too_many_sockets: "Schließ zuerst eine deiner anderen Verbindungen.",
  too_large: "Das ist zu groß.",
};

/// The server's English sentences about a field or a permission, with # for a number.
export const sentences = {
  "Please give a name.": "Bitte gib einen Namen an.",
  "A name has at most # characters.": "Ein Name hat höchstens # Zeichen.",
  "A name is one line of text.": "Ein Name ist eine Zeile Text.",
  "Nobody can have this name: the page itself uses it.": "So kann niemand heißen: Das sagt die Seite selbst.",
  "A name is one line of at most # characters.": "Ein Name ist eine Zeile mit höchstens # Zeichen.",
  "This is not an e-mail address.": "Das ist keine E-Mail-Adresse.",
  "This address has an account already.": "Diese Adresse hat schon ein Konto.",
  "A password has at least # characters.": "Ein Passwort hat mindestens # Zeichen.",
  "A password has at most # characters.": "Ein Passwort hat höchstens # Zeichen.",
  "A password cannot hold a NUL character.": "Ein Passwort kann kein NUL-Zeichen enthalten.",
  "This password is one of the commonest: it would be guessed.": "Dieses Passwort ist eines der häufigsten: Es würde erraten.",
  "This password could be guessed from the address or the site's name.": "Dieses Passwort ließe sich aus der Adresse oder dem Namen der Website erraten.",
  "An account has at most # passkeys.": "Ein Konto hat höchstens # Passkeys.",
  "This passkey did not get you in. Try again, or sign in with your password.": "Mit diesem Passkey kommst du nicht hinein. Versuch es noch einmal, oder melde dich mit deinem Passwort an.",
  "This passkey could not be added. Try again.": "Dieser Passkey konnte nicht hinzugefügt werden. Versuch es noch einmal.",
  "A message has at most # bytes of UTF-#.": "Diese Nachricht ist zu lang. Bitte teil sie auf zwei auf.",
  "A message needs some text.": "Eine Nachricht braucht etwas Text.",
  "A reaction is one emoji.": "Eine Reaktion ist ein Emoji.",
  "A message has at most # different reactions.": "Eine Nachricht hat höchstens # verschiedene Reaktionen.",
  "At most # people at once.": "Höchstens # Leute auf einmal.",
  "An invite is good for # to # people.": "Eine Einladung gilt für # bis # Leute.",
  "There are # open invites already: revoke some first.": "Es gibt schon # offene Einladungen: Nimm zuerst welche zurück.",
  "These are too many rooms.": "Das sind zu viele Räume.",
  "Only its author edits a message.": "Eine Nachricht bearbeitet nur, wer sie geschrieben hat.",
  "Only its author, the room's owner or an administrator deletes a message.": "Eine Nachricht löscht nur, wer sie geschrieben hat, wem der Raum gehört oder wer den Server verwaltet.",
  "A direct room has exactly two people.": "Ein Gespräch zu zweit hat genau zwei Leute.",
  "A direct room goes by the names of its people.": "Ein Gespräch zu zweit heißt nach den beiden.",
  "Only the room's owner or an administrator removes people.": "Nur wem der Raum gehört oder wer den Server verwaltet, kann Leute entfernen.",
  "Only the room's owner or an administrator renames it.": "Nur wem der Raum gehört oder wer den Server verwaltet, kann ihn umbenennen.",
  "Only the room's owner or an administrator deletes it.": "Nur wem der Raum gehört oder wer den Server verwaltet, kann ihn löschen.",
  "Only the room's owner or an administrator may do this.": "Das darf nur, wem der Raum gehört oder wer den Server verwaltet.",
  "Only an owner may do this.": "Das dürfen nur die, denen der Server gehört.",
  "A setting has at most # bytes.": "Eine Einstellung hat höchstens # Bytes.",
  "This is changed on the server itself.": "Das wird auf dem Server selbst geändert.",
  "Only administrators change accounts.": "Konten ändert nur, wer den Server verwaltet.",
  "Only administrators may do this.": "Das darf nur, wer den Server verwaltet.",
  "Only an owner changes an owner, or makes one.": "Wem der Server gehört, ändern nur die, denen er schon gehört.",
};

export function translated(english) {
  const numbers = english?.match(/\d+/g) ?? [];
  return sentences[english?.replace(/\d+/g, "#")]?.replace(/#/g, () => numbers.shift());
}

export const refusal = (code, detail) => translated(detail) ?? refusals[code];
