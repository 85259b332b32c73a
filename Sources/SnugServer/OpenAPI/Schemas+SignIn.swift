import SnugChat

/// The answers of signing in, and of passkeys.
extension Schema {
    static let site: Schema = .component(
        "Site",
        .object([
            "name": .string, "registration": .choice(["closed", "invite", "domain", "open"]),
            "setup_required": .bool, "mail": .bool.described("True while a relay carries codes."),
            "upload_max_bytes": .count, "push_key": .string.orNull,
        ]))

    static let codeSent: Schema = .component(
        "CodeSent",
        .object([
            "email": .string,
            "expires_in": .count.described("Seconds until the code is void."),
            "resend_in": .count.described("Seconds until another can be asked for."),
        ]))

    static let signedIn: Schema = .component(
        "SignedIn",
        .object([
            "access_token?": .string.described("The session's token; left out where it was set as the cookie."),
            "token_type": .choice(["Bearer"]), "expires_at": .time, "user": .me,
        ]))

    static let wantsCookie: Schema = .bool.described(
        "True to get the token as the site's cookie, out of scripts' reach.")

    static let passkey: Schema = .component(
        "Passkey",
        .object(["id": .id, "name": .string, "created_at": .time, "last_used_at": .time.orNull]))

    static let base64URL: Schema = .component(
        "Base64URL", .text(pattern: "^[A-Za-z0-9_-]*$").described("Bytes in base64url without padding (RFC 4648 §5)."))

    /// WebAuthn Level 3 §5.4, the JSON form.
    static let passkeyCreationOptions: Schema = .component(
        "PasskeyCreationOptions",
        .object([
            "publicKey": .object([
                "rp": .object(["id": .string, "name": .string]),
                "user": .object(["id": .base64URL, "name": .string, "displayName": .string]),
                "challenge": .base64URL,
                "pubKeyCredParams": .list(
                    of: .object(["type": .choice(["public-key"]), "alg": .keywords([("type", "integer")])])),
                "timeout": .count.described("Milliseconds."),
                "excludeCredentials": .list(of: .object(["type": .choice(["public-key"]), "id": .base64URL])),
                "authenticatorSelection": .object([
                    "residentKey": .choice(["required"]), "requireResidentKey": .bool,
                    "userVerification": .choice(["required"]),
                ]),
                "attestation": .choice(["none"]),
            ])
        ]))

    /// WebAuthn Level 3 §5.5, the JSON form.
    static let passkeyRequestOptions: Schema = .component(
        "PasskeyRequestOptions",
        .object([
            "publicKey": .object([
                "challenge": .base64URL, "rpId": .string, "timeout": .count.described("Milliseconds."),
                "userVerification": .choice(["required"]),
                "allowCredentials": .list(of: .string, countMax: 0),
            ])
        ]))
}
