/// The mails of codes.
extension MailTemplate {
    /// Returns the mail of a code.
    ///
    /// The code stands in the subject too, where a phone shows it without opening the mail.
    static func code(
        _ digits: String,
        to email: EmailAddress,
        for purpose: OneTimeCode.Purpose,
        site: Policy,
        in language: Language
    ) -> MailTemplate {
        let (minutes, name) = (Limits.codeLifetime.components.seconds / 60, site.siteName)
        let spaced = "\(digits.prefix(3)) \(digits.suffix(3))"
        let (use, otherwise) = words(of: purpose, at: name, in: language)
        return MailTemplate(
            subject: language("\(digits) is your \(name) code", de: "\(digits) ist dein Code für \(name)"),
            to: email,
            paragraphs: [
                .words(use), .code(spaced),
                .words(
                    language(
                        "It is good for \(minutes) minutes, and once.",
                        de: "Er gilt \(minutes) Minuten lang und einmal.")),
                .small(otherwise),
            ],
            site: site,
            in: language,
            lifetime: Limits.codeLifetime)
    }

    /// Returns the use of a code, and advice for whoever did not ask for it.
    private static func words(
        of purpose: OneTimeCode.Purpose,
        at name: String,
        in language: Language
    ) -> (use: String, otherwise: String) {
        switch purpose {
        case .reset, .resetGrant:
            (
                language(
                    "Use this code to choose a new password at \(name).",
                    de: "Mit diesem Code wählst du ein neues Passwort für \(name)."),
                language(
                    "If you did not ask for it, ignore this mail: your password stays as it is.",
                    de: "Hast du ihn nicht angefordert? Dann lass diese Mail liegen: Dein Passwort bleibt, wie es ist.")
            )
        case .registration:
            (
                language(
                    "Welcome to \(name). Use this code to complete your account.",
                    de: "Willkommen bei \(name). Mit diesem Code schließt du dein Konto ab."),
                language(
                    "If you did not ask for an account, ignore this mail: without the code there is none.",
                    de: "Hast du kein Konto gewollt? Dann lass diese Mail liegen: Ohne den Code entsteht keines.")
            )
        case .email:
            (
                language(
                    "Use this code to make this the address of your account at \(name).",
                    de: "Mit diesem Code wird dies die Adresse deines Kontos bei \(name)."),
                language(
                    "If you did not ask for it, ignore this mail: nothing changes without the code.",
                    de: "Hast du ihn nicht angefordert? Dann lass diese Mail liegen: Ohne den Code ändert sich nichts.")
            )
        case .login, .loginLink, .welcomeLink, .takeBack:
            (
                language("Use this code to sign in to \(name).", de: "Mit diesem Code meldest du dich bei \(name) an."),
                language(
                    "If you did not just sign in, someone knows your password: change it. Nobody gets in without this code.",
                    de: "Hast du dich nicht gerade angemeldet? Dann kennt jemand dein Passwort: Ändere es. Ohne diesen "
                        + "Code kommt niemand hinein.")
            )
        }
    }
}
