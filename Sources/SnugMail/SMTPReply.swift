import SnugChat

/// A server's reply (RFC 5321 §4.2): a code and one or more lines.
struct SMTPReply: Sendable, Hashable {
    var code: Int
    var lines: [String]

    /// True if the first digit says that the command is accepted, for now or in full (RFC 5321 §4.2.1).
    var isPositive: Bool { (200..<400).contains(code) }
    var isTransient: Bool { (400..<500).contains(code) }
    /// True if it refuses a way to sign in, and not the user name or password: not known, not to be had here, or too
    /// weak (RFC 4954 §4 and §6; 5.5.4 and 5.7.9 of RFC 3463 say so beside any code).
    var isAboutMechanism: Bool {
        [500, 501, 502, 504, 534].contains(code)
            || code == 535 && ["5.5.4", "5.7.9"].contains(lines.first?.prefix { $0 != " " } ?? "")
    }

    /// The code and the first line for the administrator, at most 200 characters of it, printable ones alone.
    var summary: String {
        let text = (lines.first ?? "").unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.prefix(200)
        return "\(code) \(String(String.UnicodeScalarView(text)))"
    }
}

/// A parser of replies from a server that may be slow, hostile or not a mail server at all.
///
/// It never keeps more than ``SnugChat/Limits/smtpReplyLinesMax`` lines of ``SnugChat/Limits/smtpReplyLineBytesMax``
/// bytes.
struct SMTPReplyParser: Sendable {
    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []
    private var complete: [SMTPReply] = []

    /// True if the server has said more than was asked for.
    var hasMore: Bool { !line.isEmpty || !lines.isEmpty || !complete.isEmpty }

    /// Takes the next bytes of the server.
    /// - Throws: ``SnugChat/MailFault`` where this is no reply, or one without end.
    mutating func append(_ bytes: some Sequence<UInt8>) throws(MailFault) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                try take(line)
                line.removeAll(keepingCapacity: true)
                continue
            }
            guard line.count < Limits.smtpReplyLineBytesMax else {
                throw MailFault(.transient, "the mail server sent a line without end")
            }
            line.append(byte)
        }
    }

    /// Removes and returns the next whole reply, oldest first.
    mutating func next() -> SMTPReply? {
        complete.isEmpty ? nil : complete.removeFirst()
    }

    private mutating func take(_ bytes: [UInt8]) throws(MailFault) {
        let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
        let digits = bytes.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }), (0x32...0x35).contains(digits[0])
        else { throw MailFault(.transient, "the mail server does not speak SMTP") }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let separator = bytes.dropFirst(3).first
        guard separator == nil || separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else {
            throw MailFault(.transient, "the mail server does not speak SMTP")
        }
        guard code == nil || code == number else {
            throw MailFault(.transient, "the mail server changed its mind in the middle of a reply")
        }
        guard lines.count < Limits.smtpReplyLinesMax, complete.count < Limits.smtpReplyLinesMax else {
            throw MailFault(.transient, "the mail server sent a reply without end")
        }
        code = number
        lines.append(String(decoding: bytes.dropFirst(4), as: UTF8.self))
        if separator != UInt8(ascii: "-") {
            complete.append(SMTPReply(code: number, lines: lines))
            code = nil
            lines = []
        }
    }
}
