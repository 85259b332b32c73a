/// The mails by which people come here first.
extension MailTemplate {
    /// Returns the mail of an invite's link.
    /// - Parameter host: the name of whoever invites.
    static func invitation(
        _ invite: IssuedInvite,
        from host: String,
        to email: EmailAddress,
        site: Policy,
        in language: Language
    ) -> MailTemplate {
        let (name, host) = (site.siteName, language.quoted(host))
        return MailTemplate(
            subject: language("\(host) invites you to \(name)", de: "\(host) lädt dich zu \(name) ein"),
            to: email,
            paragraphs: [
                .words(
                    language(
                        "\(host) invites you to \(name). By this link you make your account:",
                        de: "\(host) lädt dich zu \(name) ein. Mit diesem Link legst du dein Konto an:")),
                .link(invite.url),
                .small(
                    language(
                        "If you do not know \(host), ignore this mail: there is no account until you make one.",
                        de:
                            "Kennst du \(host) nicht? Dann lass diese Mail liegen: Ein Konto entsteht erst, wenn du eines "
                            + "anlegst.")),
            ],
            site: site,
            in: language,
            lifetime: Limits.noticeLifetime)
    }

    /// Returns the mail of the link to an account that somebody made for another.
    /// - Parameter host: the name of whoever made it.
    static func accountMade(
        _ user: User,
        _ link: LoginLink,
        by host: String,
        site: Policy,
        in language: Language
    ) -> MailTemplate {
        let (name, days) = (site.siteName, Limits.welcomeLinkLifetime.components.seconds / 86_400)
        let host = language.quoted(host)
        return MailTemplate(
            subject: language("Your account at \(name)", de: "Dein Konto bei \(name)"),
            to: user.email,
            paragraphs: [
                .words(language("Hello \(user.name),", de: "Hallo \(user.name),")),
                .words(
                    language(
                        "\(host) has made an account for you at \(name). This link signs you in; then choose a password:",
                        de:
                            "\(host) hat bei \(name) ein Konto für dich angelegt. Dieser Link meldet dich an; wähle dann "
                            + "ein Passwort:")),
                .link(link.url),
                .small(
                    language(
                        "It is good for \(days) days, and once. Later, “Forgot password” at \(site.siteURL) lets you in.",
                        de: "Er gilt \(days) Tage lang und einmal. Später kommst du auf \(site.siteURL) mit „Passwort "
                            + "vergessen“ hinein.")),
            ],
            site: site,
            in: language,
            lifetime: Limits.welcomeLinkLifetime)
    }
}
