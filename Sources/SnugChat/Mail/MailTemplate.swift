import FoundationEssentials

/// A mail that this program words, and the time for which it is worth sending.
struct MailTemplate: Sendable {
    var mail: Mail
    var lifetime: Duration
    /// True for a mail that tells of something which has happened and is good without it.
    ///
    /// The mail that stands in for a code is none: it is refused where a code would be, or it would tell which
    /// addresses have an account.
    var isNotice = false

    /// Returns the mail of a code.
    ///
    /// The code stands in the subject too, where a phone shows it without opening the mail.
    static func code(
        _ digits: String,
        to email: EmailAddress,
        for purpose: OneTimeCode.Purpose,
        site: Policy
    ) -> MailTemplate {
        let minutes = Limits.codeLifetime.components.seconds / 60
        let what =
            purpose == .reset
            ? "Use this code to choose a new password at \(site.siteName)."
            : "Use this code to sign in to \(site.siteName)."
        let otherwise =
            purpose == .reset
            ? "If you did not ask for it, ignore this mail: your password stays as it is."
            : "If you did not just sign in, someone knows your password: change it. Nobody gets in without this code."
        let spaced = "\(digits.prefix(3)) \(digits.suffix(3))"
        return MailTemplate(
            subject: "\(digits) is your \(site.siteName) code",
            to: email,
            paragraphs: [
                .words(what), .code(spaced), .words("It is good for \(minutes) minutes, and once."), .small(otherwise),
            ],
            site: site,
            lifetime: Limits.codeLifetime)
    }

    static func alreadyRegistered(_ user: User, site: Policy) -> MailTemplate {
        MailTemplate(
            subject: "You already have an account at \(site.siteName)",
            to: user.email,
            paragraphs: [
                .words("Hello \(user.name),"),
                .words(
                    "someone, perhaps you, just asked for an account at \(site.siteName) with this address."
                        + " It has one already: sign in at \(site.siteURL), or choose “Forgot password” there."),
                .small("If it was not you, there is nothing to do: nobody got in."),
            ],
            site: site,
            lifetime: Limits.noticeLifetime)
    }

    static func passwordChanged(_ user: User, site: Policy) -> MailTemplate {
        MailTemplate(
            subject: "Your \(site.siteName) password was changed",
            to: user.email,
            paragraphs: [
                .words("Hello \(user.name),"),
                .words(
                    "the password of your account at \(site.siteName) was changed just now, and your other devices were signed out."
                ),
                .words(
                    "If it was not you, choose a new one at \(site.siteURL) with “Forgot password”, and tell whoever runs the server."
                ),
            ],
            site: site,
            lifetime: Limits.noticeLifetime,
            isNotice: true)
    }

    static func newDevice(_ device: Device, _ user: User, at time: Timestamp, site: Policy) -> MailTemplate {
        MailTemplate(
            subject: "New sign-in to \(site.siteName)",
            to: user.email,
            paragraphs: [
                .words("Hello \(user.name),"),
                .words("your account at \(site.siteName) was just signed in from a device that is new here:"),
                .name(device.name),
                .words("Address \(device.address), \(time.words)."),
                .small(
                    "If it was not you, sign that device out at \(site.siteURL) under “Devices” and choose a new password."
                ),
            ],
            site: site,
            lifetime: Limits.noticeLifetime,
            isNotice: true)
    }

    static func backupFailed(_ owner: User, because reason: String, site: Policy) -> MailTemplate {
        MailTemplate(
            subject: "The backup of \(site.siteName) failed",
            to: owner.email,
            paragraphs: [
                .words("Hello \(owner.name),"),
                .words("the backup of \(site.siteName) could not be made:"),
                .name(reason),
                .words("It is tried again every hour. Should the disk fail before it succeeds, what is new is lost."),
                .small("On the server, “snug backup create” makes one by hand and says what is in its way."),
            ],
            site: site,
            lifetime: Limits.noticeLifetime,
            isNotice: true)
    }

    static func test(to email: EmailAddress, site: Policy) -> MailTemplate {
        MailTemplate(
            subject: "A test mail from \(site.siteName)",
            to: email,
            paragraphs: [
                .words("You read this, so \(site.siteName) can send mails: codes will arrive here too."),
                .small("An administrator asked for it. There is nothing to do."),
            ],
            site: site,
            lifetime: Limits.noticeLifetime)
    }

    private enum Paragraph {
        case words(String)
        case code(String)
        case name(String)
        case small(String)
    }

    private init(
        subject: String, to email: EmailAddress, paragraphs: [Paragraph], site: Policy, lifetime: Duration,
        isNotice: Bool = false
    ) {
        let text = paragraphs.map { paragraph in
            switch paragraph {
            case .words(let words), .small(let words): words
            case .code(let text), .name(let text): "    \(text)"
            }
        }
        let html = paragraphs.map { paragraph in
            switch paragraph {
            case .words(let words):
                "<p style=\"margin:0 0 16px\">\(words.htmlEscaped)</p>"
            case .code(let code):
                "<p style=\"margin:0 0 16px;font:600 32px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:2px\">\(code.htmlEscaped)</p>"
            case .name(let name):
                "<p style=\"margin:0 0 16px;font-size:20px;font-weight:600\">\(name.htmlEscaped)</p>"
            case .small(let words):
                "<p style=\"margin:0 0 16px;font-size:14px;color:#6b6459\">\(words.htmlEscaped)</p>"
            }
        }
        mail = Mail(
            recipient: email.text,
            subject: subject,
            text: (text + ["-- \n\(site.siteName) · \(site.siteURL)"]).joined(separator: "\n\n") + "\n",
            html: """
                <!doctype html><html lang="en"><head><meta charset="utf-8">\
                <meta name="viewport" content="width=device-width"><title>\(subject.htmlEscaped)</title></head>
                <body style="margin:0;background:#f6f3ee;padding:32px 16px">
                <div style="max-width:440px;margin:0 auto;background:#fff;border-radius:12px;padding:32px;\
                font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#26221c">
                \(html.joined(separator: "\n"))
                <p style="margin:24px 0 0;font-size:13px;color:#6b6459">\(site.siteName.htmlEscaped) · \
                <a href="\(site.siteURL.htmlEscaped)" style="color:#6b6459">\(site.siteURL.htmlEscaped)</a></p>
                </div></body></html>

                """)
        self.lifetime = lifetime
        self.isNotice = isNotice
    }
}

extension Timestamp {
    /// The moment in UTC, to the second: `2026-11-22 16:03:12 UTC`.
    fileprivate var words: String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
            .replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}

extension String {
    /// The text as it may stand in HTML, between tags and in a quoted attribute.
    public var htmlEscaped: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}
