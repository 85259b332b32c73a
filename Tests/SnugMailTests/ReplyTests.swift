import SnugChat
import SnugTesting
import Testing

@testable import SnugMail

@Suite("The replies of a mail server") struct ReplyTests {
    private func replies(_ text: String) throws -> [SMTPReply] {
        var parser = SMTPReplyParser()
        try parser.append(text.utf8)
        return replies(&parser)
    }

    private func replies(_ parser: inout SMTPReplyParser) -> [SMTPReply] {
        var all: [SMTPReply] = []
        while let reply = parser.next() { all.append(reply) }
        return all
    }

    @Test func `a reply has a code and its lines`() throws {
        #expect(try replies("220 mx ready\r\n") == [SMTPReply(code: 220, lines: ["mx ready"])])
        #expect(
            try replies("250-mx\r\n250-SIZE 100\r\n250 8BITMIME\r\n") == [
                SMTPReply(code: 250, lines: ["mx", "SIZE 100", "8BITMIME"])
            ])
        #expect(try replies("250\r\n") == [SMTPReply(code: 250, lines: [""])])
        #expect(try replies("250 bare line feed\n") == [SMTPReply(code: 250, lines: ["bare line feed"])])
    }

    @Test func `a reply may come byte by byte`() throws {
        var parser = SMTPReplyParser()
        for byte in "354-go\r\n354 on\r\n".utf8 { try parser.append([byte]) }
        #expect(replies(&parser) == [SMTPReply(code: 354, lines: ["go", "on"])])
        #expect(!parser.hasMore)
    }

    @Test func `what is said too early is noticed`() throws {
        var parser = SMTPReplyParser()
        try parser.append("220 go\r\n250 evil".utf8)
        _ = parser.next()
        #expect(parser.hasMore)
    }

    @Test(arguments: [
        "HTTP/1.1 400 Bad Request\r\n", "\r\n", "25\r\n", "950 no\r\n", "150 no\r\n", "250x\r\n", "250-a\r\n251 b\r\n",
        "\u{0}\u{0}\u{0}\n", "٢٥٠ x\r\n",
    ])
    func `what is no reply is refused`(text: String) {
        #expect(throws: MailFault.self) { try replies(text) }
    }

    @Test func `a line or a reply without end is refused`() {
        #expect(throws: MailFault.self) {
            try replies("250 " + String(repeating: "x", count: Limits.smtpReplyLineBytesMax) + "\r\n")
        }
        #expect(throws: MailFault.self) {
            try replies(String(repeating: "250-x\r\n", count: Limits.smtpReplyLinesMax + 1))
        }
        #expect(throws: MailFault.self) {
            try replies(String(repeating: "250 x\r\n", count: Limits.smtpReplyLinesMax + 1))
        }
    }

    @Test func `ten thousand random servers end in replies or a fault`() {
        let random = CountingRandomness()
        let alphabet = Array("0123459 -\r\n\u{FF}ab".utf8)
        var understood = 0
        for _ in 0..<10_000 {
            let text = random.bytes(Int(random.bytes(1)[0])).map { alphabet[Int($0) % alphabet.count] }
            var parser = SMTPReplyParser()
            do throws(MailFault) {
                try parser.append(text)
                while parser.next() != nil { understood += 1 }
            } catch {
                #expect(error.kind == .transient)
            }
        }
        #expect(understood > 0)
    }

    @Test func `what an administrator reads is one printable line`() {
        let reply = SMTPReply(code: 554, lines: ["no\u{1B}[2J\r way " + String(repeating: "x", count: 500)])
        #expect(reply.summary.hasPrefix("554 no[2J way x"))
        #expect(reply.summary.count < 210)
    }
}
