/// A mail that this program words, in the language of whoever caused it, and the time for which it is worth sending.
struct MailTemplate: Sendable {
    var mail: Mail
    var lifetime: Duration
    /// True for a mail that tells of something which has happened and is good without it.
    ///
    /// The mail that stands in for a code is none: it is refused where a code would be, or it would tell which
    /// addresses have an account.
    var isNotice = false

    enum Paragraph {
        case words(String)
        case code(String)
        case name(String)
        case small(String)
        /// An address to open, which stands in the text as it is.
        case link(String)
        /// Something that can be done at an address, in words.
        case offer(String, String)
    }

    init(
        subject: String, to email: EmailAddress, paragraphs: [Paragraph], site: Policy, in language: Language,
        lifetime: Duration, isNotice: Bool = false
    ) {
        let text = paragraphs.map { paragraph in
            switch paragraph {
            case .words(let words), .small(let words), .link(let words): words
            case .code(let text), .name(let text): "    \(text)"
            case .offer(let words, let url): "\(words): \(url)"
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
            case .link(let url):
                "<p style=\"margin:0 0 16px\"><a href=\"\(url.htmlEscaped)\" style=\"color:#26221c;font-weight:600;overflow-wrap:anywhere\">\(url.htmlEscaped)</a></p>"
            case .offer(let words, let url):
                "<p style=\"margin:0 0 16px;font-size:14px\"><a href=\"\(url.htmlEscaped)\" style=\"color:#6b6459\">\(words.htmlEscaped)</a></p>"
            case .small(let words):
                "<p style=\"margin:0 0 16px;font-size:14px;color:#6b6459\">\(words.htmlEscaped)</p>"
            }
        }
        mail = Mail(
            recipient: email.text,
            subject: subject,
            text: (text + ["-- \n\(site.siteName) · \(site.siteURL)"]).joined(separator: "\n\n") + "\n",
            html: """
                <!doctype html><html lang="\(language.rawValue)"><head><meta charset="utf-8">\
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
