import FoundationEssentials

/// The mails that tell someone of what has happened to their account.
extension MailTemplate {
    static func alreadyRegistered(_ user: User, site: Policy, in language: Language) -> MailTemplate {
        let (name, url) = (site.siteName, site.siteURL)
        return notice(
            subject: language("You already have an account at \(name)", de: "Du hast schon ein Konto bei \(name)"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "someone, perhaps you, just asked for an account at \(name) with this address."
                            + " It has one already: sign in at \(url), or choose “Forgot password” there.",
                        de:
                            "jemand, vielleicht du, wollte gerade bei \(name) ein Konto mit dieser Adresse. Sie hat schon "
                            + "eines: Melde dich auf \(url) an, oder wähle dort „Passwort vergessen“.")),
                .small(
                    language(
                        "If it was not you, there is nothing to do: nobody got in.",
                        de: "Warst du es nicht, so ist nichts zu tun: Niemand ist hineingekommen.")),
            ],
            site: site,
            in: language,
            isNotice: false)
    }

    /// Returns the mail that stands in for a code, or for the notice that there is an account, where that is out of use.
    static func outOfUse(_ user: User, site: Policy, in language: Language) -> MailTemplate {
        let (name, url) = (site.siteName, site.siteURL)
        return notice(
            subject: language(
                "Your account at \(name) is out of use", de: "Dein Konto bei \(name) ist stillgelegt"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "someone, perhaps you, just wanted to come into \(name) with this address. It has an account that is "
                            + "out of use: until that changes, nobody comes in with it.",
                        de:
                            "jemand, vielleicht du, wollte gerade mit dieser Adresse bei \(name) hinein. Sie hat ein Konto, "
                            + "das stillgelegt ist: Bis sich das ändert, kommt damit niemand hinein.")),
                .words(
                    language(
                        "An administrator of \(url) can put it into use again. Ask them, or whoever invited you.",
                        de:
                            "Wer \(url) verwaltet, kann es wieder in Gebrauch nehmen. Frag dort nach, oder wer dich "
                            + "eingeladen hat.")),
                .small(
                    language(
                        "If it was not you, there is nothing to do.", de: "Warst du es nicht, so ist nichts zu tun.")),
            ],
            site: site,
            in: language,
            isNotice: false)
    }

    static func passwordChanged(_ user: User, site: Policy, in language: Language) -> MailTemplate {
        let (name, url) = (site.siteName, site.siteURL)
        return notice(
            subject: language("Your \(name) password was changed", de: "Dein Passwort für \(name) wurde geändert"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "the password of your account at \(name) was changed just now, and your other devices were signed out.",
                        de:
                            "das Passwort deines Kontos bei \(name) wurde gerade geändert, und deine anderen Geräte wurden "
                            + "abgemeldet.")),
                .words(
                    language(
                        "If it was not you, choose a new one at \(url) with “Forgot password”, and tell whoever runs the server.",
                        de:
                            "Warst du es nicht, so wähle auf \(url) mit „Passwort vergessen“ ein neues, und sag es dem, "
                            + "der den Server betreibt.")),
            ],
            site: site,
            in: language)
    }

    static func newDevice(_ device: Device, _ user: User, at time: Timestamp, site: Policy) -> MailTemplate {
        let (name, language) = (site.siteName, device.language)
        return notice(
            subject: language("New sign-in to \(name)", de: "Neue Anmeldung bei \(name)"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "your account at \(name) was just signed in from a device that is new here:",
                        de: "dein Konto bei \(name) wurde gerade auf einem Gerät angemeldet, das hier neu ist:")),
                .name(device.name),
                .words(
                    language(
                        "Address \(device.address), \(time.words).", de: "Adresse \(device.address), \(time.words).")),
                .small(
                    language(
                        "If it was not you, sign that device out at \(site.siteURL) under “Devices” and choose a new password.",
                        de:
                            "Warst du es nicht, so melde dieses Gerät auf \(site.siteURL) unter „Geräte“ ab, und wähle ein "
                            + "neues Passwort.")),
            ],
            site: site,
            in: language)
    }

    /// Returns the mail that tells the former address of an account of the new one.
    /// - Parameters:
    ///   - user: the account as it was.
    ///   - takeBack: the link that puts the former one back.
    static func emailChanged(
        _ user: User,
        to email: EmailAddress,
        _ takeBack: LoginLink,
        site: Policy,
        in language: Language
    ) -> MailTemplate {
        let (name, days) = (site.siteName, Limits.takeBackLifetime.components.seconds / 86_400)
        return notice(
            subject: language(
                "Your \(name) account has another address", de: "Dein Konto bei \(name) hat eine andere Adresse"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "the address of your account at \(name) was changed just now. Its mails go here from now on:",
                        de:
                            "die Adresse deines Kontos bei \(name) wurde gerade geändert. Seine Mails gehen von jetzt an "
                            + "hierher:")),
                .name(email.text),
                .words(
                    language(
                        "If it was not you, take your account back by this link. It puts this address back, signs out all "
                            + "devices and lets you choose a new password:",
                        de: "Warst du es nicht, so hol dir dein Konto mit diesem Link zurück. Er setzt diese Adresse "
                            + "wieder ein, meldet alle Geräte ab und lässt dich ein neues Passwort wählen:")),
                .link(takeBack.url),
                .small(
                    language(
                        "It is good for \(days) days, and once. Later, whoever runs the server can put this address back. "
                            + "If it was you, there is nothing to do.",
                        de: "Er gilt \(days) Tage lang und einmal. Später kann, wer den Server betreibt, diese Adresse "
                            + "wieder einsetzen. Warst du es, so ist nichts zu tun.")),
            ],
            site: site,
            in: language,
            lifetime: Limits.takeBackLifetime)
    }

    /// Returns the mail that tells the address of an account that whoever runs the server has set another in its place.
    /// - Parameter user: the account as it was.
    static func emailReplaced(_ user: User, by email: EmailAddress, site: Policy, in language: Language) -> MailTemplate
    {
        let name = site.siteName
        return notice(
            subject: language(
                "Your \(name) account has another address", de: "Dein Konto bei \(name) hat eine andere Adresse"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "whoever runs \(name) has given your account another address just now, and all its devices were "
                            + "signed out. Its mails go here from now on:",
                        de: "wer \(name) betreibt, hat deinem Konto gerade eine andere Adresse gegeben, und alle seine "
                            + "Geräte wurden abgemeldet. Seine Mails gehen von jetzt an hierher:")),
                .name(email.text),
                .small(
                    language(
                        "If you do not know why, ask them.", de: "Weißt du nicht, warum, so frag dort nach.")),
            ],
            site: site,
            in: language)
    }

    /// Returns the mail that tells the address of an account that the one before it is in its place again.
    /// - Parameter user: the account as it was.
    static func emailTakenBack(_ user: User, site: Policy, in language: Language) -> MailTemplate {
        let name = site.siteName
        return notice(
            subject: language(
                "Your \(name) account has its former address again",
                de: "Dein Konto bei \(name) hat wieder seine frühere Adresse"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "somebody who reads the mails of your account's former address at \(name) has put that one back "
                            + "just now. All devices were signed out, and the password is void.",
                        de: "jemand, der die Mails der früheren Adresse deines Kontos bei \(name) liest, hat sie "
                            + "gerade wieder eingesetzt. Alle Geräte wurden abgemeldet, und das Passwort gilt nicht mehr."
                    )),
                .small(
                    language(
                        "If it was not you, tell whoever runs the server: they can give the account this address again.",
                        de: "Warst du es nicht, so sag es dem, der den Server betreibt: Er kann dem Konto wieder diese "
                            + "Adresse geben.")),
            ],
            site: site,
            in: language)
    }

    /// Returns the mail that stands in for a code where the new address that someone asks for is another's.
    static func addressInUse(_ user: User, site: Policy, in language: Language) -> MailTemplate {
        let name = site.siteName
        return notice(
            subject: language("Your address at \(name)", de: "Deine Adresse bei \(name)"),
            to: user,
            paragraphs: [
                .words(
                    language(
                        "someone who is signed in at \(name) wanted your address for their own account. Yours has it, and "
                            + "keeps it.",
                        de:
                            "jemand, der bei \(name) angemeldet ist, wollte deine Adresse für das eigene Konto. Deines hat "
                            + "sie und behält sie.")),
                .small(language("There is nothing to do.", de: "Es ist nichts zu tun.")),
            ],
            site: site,
            in: language,
            isNotice: false)
    }

    /// Returns the mail that tells owners of a backup that failed, in English, as the reason is.
    static func backupFailed(_ owner: User, because reason: String, site: Policy) -> MailTemplate {
        notice(
            subject: "The backup of \(site.siteName) failed",
            to: owner,
            paragraphs: [
                .words("the backup of \(site.siteName) could not be made:"),
                .name(reason),
                .words("It is tried again every hour. Should the disk fail before it succeeds, what is new is lost."),
                .small("On the server, “snug backup create” makes one by hand and says what is in its way."),
            ],
            site: site,
            in: .english)
    }

    /// Returns a mail that greets the holder of an account by name.
    /// - Parameters:
    ///   - lifetime: the time for which it is tried.
    ///   - isNotice: false for one that is queued however many wait, as the codes in whose place it comes.
    static func notice(
        subject: String,
        to user: User,
        paragraphs: [Paragraph],
        site: Policy,
        in language: Language,
        lifetime: Duration = Limits.noticeLifetime,
        isNotice: Bool = true
    ) -> MailTemplate {
        let hello = Paragraph.words(language("Hello \(user.name),", de: "Hallo \(user.name),"))
        return MailTemplate(
            subject: subject, to: user.email, paragraphs: [hello] + paragraphs, site: site, in: language,
            lifetime: lifetime, isNotice: isNotice)
    }

    static func test(to email: EmailAddress, site: Policy, in language: Language) -> MailTemplate {
        let name = site.siteName
        return MailTemplate(
            subject: language("A test mail from \(name)", de: "Eine Probe-Mail von \(name)"),
            to: email,
            paragraphs: [
                .words(
                    language(
                        "You read this, so \(name) can send mails: codes will arrive here too.",
                        de: "Du liest das, also kann \(name) Mails verschicken: Auch Codes kommen hier an.")),
                .small(
                    language(
                        "An administrator asked for it. There is nothing to do.",
                        de: "Jemand aus der Verwaltung hat sie verschickt. Es ist nichts zu tun.")),
            ],
            site: site,
            in: language,
            lifetime: Limits.noticeLifetime)
    }
}

extension Timestamp {
    /// The moment in UTC, to the second: `2026-11-22 16:03:12 UTC`.
    fileprivate var words: String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            .replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
