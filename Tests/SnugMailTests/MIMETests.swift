import FoundationEssentials
import SnugChat
import SnugTesting
import Testing

@testable import SnugMail

@Suite("A mail as bytes") struct MIMETests {
    private func message(_ mail: Mail, name: String? = "Snug") -> String {
        let message = MIMEMessage(
            mail, from: MailFrom(address: "snug@chat.example.org", name: name), at: ManualClock().now,
            random: CountingRandomness())
        return String(decoding: message.bytes, as: UTF8.self)
    }

    @Test func `a mail of text alone`() {
        let text = message(Mail(recipient: "ada@example.org", subject: "Your code", text: "Hi,\n\n123456\n"))
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "From: \"Snug\"" && lines[1] == " <snug@chat.example.org>")
        #expect(lines[2] == "To: ada@example.org")
        #expect(lines[3] == "Subject: Your code")
        #expect(lines[4] == "Date: Sun, 22 Nov 2026 16:00:00 +0000")
        #expect(lines[5].hasPrefix("Message-ID: <") && lines[5].hasSuffix("@chat.example.org>"))
        #expect(text.hasSuffix("Content-Transfer-Encoding: quoted-printable\r\n\r\nHi,\r\n\r\n123456\r\n\r\n"))
    }

    @Test func `a mail that can be switched off says where, once, by one click`() {
        var mail = Mail(recipient: "ada@example.org", subject: "x", text: "y")
        mail.unsubscribeURL = "https://chat.example.org/unsubscribe/7.abc\r\nBcc: all@example.org"
        let lines = message(mail).components(separatedBy: "\r\n")
        #expect(lines.contains("List-Unsubscribe: <https://chat.example.org/unsubscribe/7.abc  Bcc: all@example.org>"))
        #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        mail.unsubscribeURL = "http://chat.example.org/unsubscribe/7.abc"
        #expect(message(mail).contains("List-Unsubscribe: <http:") && !message(mail).contains("List-Unsubscribe-Post"))
        #expect(!message(Mail(recipient: "ada@example.org", subject: "x", text: "y")).contains("List-"))
    }

    @Test func `a mail that is tried again is the same to the byte`() {
        var mail = Mail(recipient: "a@b.org", subject: "x", text: "plain", html: "<p>html</p>")
        mail.messageID = "the-same"
        mail.writtenAt = ManualClock().now
        let clock = ManualClock()
        let random = CountingRandomness()
        let tries = (0..<2).map { _ in
            clock.advance(by: .seconds(900))
            return MIMEMessage(mail, from: MailFrom(address: "snug@example.org"), at: clock.now, random: random).bytes
        }
        #expect(tries[0] == tries[1])
        let text = String(decoding: tries[0], as: UTF8.self)
        #expect(text.contains("\r\nMessage-ID: <the-same@example.org>\r\n"))
        #expect(text.contains("\r\nDate: Sun, 22 Nov 2026 16:00:00 +0000\r\n"))
    }

    @Test func `text and HTML are alternatives`() throws {
        let text = message(
            Mail(recipient: "a@b.org", subject: "x", text: "plain", html: "<p style=\"a\">caf\u{E9}</p>"))
        let boundary = try #require(text.firstMatch(of: /boundary="([^"]+)"/)?.1)
        let parts = text.components(separatedBy: "--\(boundary)")
        #expect(parts.count == 4)
        #expect(parts[1].contains("text/plain") && parts[1].hasSuffix("\r\n\r\nplain\r\n"))
        #expect(parts[2].contains("text/html") && parts[2].contains("<p style=3D\"a\">caf=C3=A9</p>"))
        #expect(parts[3] == "--\r\n")
    }

    @Test func `no line is longer than 76 and none carries a bare line end or a byte beyond ASCII`() {
        let random = CountingRandomness()
        for _ in 0..<200 {
            let text = String(decoding: random.bytes(1_000).map { $0 % 3 == 0 ? 10 : $0 }, as: UTF8.self)
            let whole = message(Mail(recipient: "a@b.org", subject: text, text: text, html: text), name: text)
            #expect(whole.utf8.allSatisfy { $0 < 128 })
            let lines = whole.utf8.split(separator: 10, omittingEmptySubsequences: false).dropLast()
            // 76 characters and the CR.
            #expect(lines.allSatisfy { $0.last == 13 && $0.count <= 77 && !$0.dropLast().contains(13) })
        }
    }

    @Test(arguments: [
        ("a\r\nBcc: eve@example.org", "a  Bcc: eve@example.org"),
        ("a\u{0}b", "a b"),
        ("Grüße", "=?utf-8?B?R3LDvMOfZQ==?="),
        ("=?utf-8?B?eA==?=", "=?utf-8?B?PT91dGYtOD9CP2VBPT0/PQ==?="),
    ])
    func `a subject is one line, whatever is in it`(subject: String, header: String) {
        #expect(HeaderText.unstructured(subject) == header)
    }

    @Test func `a long subject folds between characters`() {
        let folded = HeaderText.unstructured(String(repeating: "日本語", count: 20))
        for line in folded.components(separatedBy: "\r\n ") {
            #expect(line.utf8.count <= 75)
            #expect(line.hasPrefix("=?utf-8?B?") && line.hasSuffix("?="))
        }
    }

    @Test(arguments: [
        ("a=b", "a=3Db"), ("end ", "end=20"), ("a\tb", "a\tb"), ("é", "=C3=A9"), ("a\nb\r\nc\rd", "a\r\nb\r\nc\r\nd"),
        ("", ""),
    ])
    func `quoted-printable`(text: String, encoded: String) {
        #expect(QuotedPrintable.encode(text) == encoded)
    }

    @Test func `a long line breaks softly`() {
        let encoded = QuotedPrintable.encode(String(repeating: "x", count: 200))
        #expect(encoded.components(separatedBy: "=\r\n").map(\.count) == [75, 75, 50])
    }

    @Test(arguments: [
        ("snug@example.org", "snug@example.org", nil as String?),
        ("Snug <snug@example.org>", "snug@example.org", "Snug"),
        ("\"Snug, the chat\" <snug@example.org>", "snug@example.org", "Snug, the chat"),
    ])
    func `a sender is an address or a name and an address`(text: String, address: String, name: String?) {
        #expect(MailFrom(text) == MailFrom(address: address, name: name))
    }

    @Test func `a sender's domain is in ASCII`() {
        #expect(
            MailFrom("Müller <snug@Müller.example>") == MailFrom(address: "snug@xn--mller-kva.example", name: "Müller"))
    }

    @Test(arguments: ["", "snug", "Snug <>", "a\r\nb <snug@example.org>"])
    func `a sender without an address is none`(text: String) {
        #expect(MailFrom(text) == nil)
    }
}
