import SnugChat

/// People and their sessions, as ``JSONWriter`` writes them.
extension Schema {
    static let personName: Schema = .text(characters: 1...Limits.nameCharactersMax, pattern: #"\S"#)
        .described("One line of text. White space at its ends does not count.")
    /// An address that is sent to the server.
    ///
    /// Those that it sends back are plain strings: they may be international.
    static let email: Schema = .text(format: "email")
    static let newPassword: Schema = .text(
        characters: Limits.passwordCharactersMin...Limits.passwordCharactersMax
    ).described("Any characters but NUL. The commonest passwords, and those made of the address, are refused.")
    static let role: Schema = .component("Role", .choice(Role.self))

    static let pictureURL: Schema = .component(
        "PictureURL",
        .text(pattern: "^/api/v1/users/[0-9]+/picture/[0-9a-f]{\(2 * Limits.pictureTagBytes)}$").described(
            "The address of their picture on this server, another one with each; left out for someone without."))
    private static let timeOfDay: Schema = .text(pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    static let quietHours: Schema = .component(
        "QuietHours",
        .object([
            "from": timeOfDay, "to": timeOfDay.described("One before `from` is on the next day."),
            "time_zone": .text(characters: 1...Limits.timeZoneBytesMax)
                .described("A name of the IANA time zone database, such as Europe/Berlin."),
        ]))

    static let user: Schema = .component(
        "User",
        .object([
            "id": .id, "name": .string, "email?": .string.described("For administrators alone."),
            "last_seen": .time.orNull.described("Null for someone who hides it."),
            "online": .bool.described("False for someone who hides it."), "picture_url?": .pictureURL,
            "deactivated?": .bool.described("True for an account out of use; left out otherwise."),
        ]))

    static let me: Schema = .component(
        "Me",
        .object([
            "id": .id, "name": .string, "email": .string, "role": .role, "created_at": .time,
            "shows_presence": .bool.described("True where others see if one is there, and when one last was."),
            "shows_reading": .bool.described("True where others see how far one has read."),
            "picture_url?": .pictureURL,
            "storage": .object(["used": .count, "max": .count]).described(
                "The bytes of the caller's own files, and the most that they may be."),
            "quiet": .quietHours.orNull.described("The hours without notices; null for none."),
            "mails_missed": .bool.described("True where one is mailed about what one has missed."),
            "has_password": .bool,
            "new_email": .object(["email": .string, "expires_at": .time]).orNull.described(
                "The address that waits for its code; null where none does."),
            "passkeys": .list(of: .passkey, countMax: Limits.passkeysPerUserMax),
        ]))

    private static let accountMembers = properties([
        "id": .id, "name": .string, "email": .string.described("Empty once its holder has closed the account."),
        "role": .role, "created_at": .time, "last_seen": .time.orNull, "online": .bool, "picture_url?": .pictureURL,
        "deactivated": .bool,
        "deactivated_at": .time.orNull,
        "closed?": .bool.described("True once its holder has closed the account for good; left out otherwise."),
        "awaited?": .bool.described("True until someone comes in for whom the account was made; then left out."),
    ])

    static let account: Schema = .component("Account", .object(accountMembers))

    static let loginLink: Schema = .component(
        "LoginLink", .object(["url": .text(format: "uri"), "expires_at": .time]))

    static let addedAccount: Schema = .component(
        "AddedAccount",
        .object(
            accountMembers
                + properties([
                    "login_link": .loginLink,
                    "mailed": .bool.described("True where the link is on its way to the account's address, too."),
                ])))

    static let waitingCode: Schema = .component(
        "WaitingCode",
        .object([
            "id": .id, "email": .string, "name": .string.orNull,
            "purpose": .choice([OneTimeCode.Purpose.login, .registration, .reset, .email].map(\.rawValue)),
            "user_id": .id.orNull.described("Null for an account that is yet to be made."),
            "created_at": .time, "expires_at": .time,
            "mail": .choice([CodeMail.sent, .waiting, .printed, .failed, .handedOn].map(\.rawValue)).described(
                "`printed` where no relay is set; `handed_on` where an owner was shown the code in place of a mail."),
        ]))

    private static let sessionMembers = properties([
        "id": .id.described("The `sid` of its token."),
        "current": .bool.described("True for the session that asks."),
        "device": .string.described("The device's own description, in words."),
        "address": .string.described("The address of its sign-in."),
        "created_at": .time, "last_seen": .time, "expires_at": .time,
    ])

    static let session: Schema = .component("Session", .object(sessionMembers))

    static let namedSession: Schema = .component(
        "NamedSession",
        .object(sessionMembers + properties(["user_id": .id, "name": .string, "role": .role])))
}
