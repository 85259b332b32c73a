import FoundationEssentials
import SnugChat

/// A mail as bytes: headers (RFC 5322), plain text and HTML as alternatives (RFC 2046 §5.1.4), lines of at most 76
/// characters (RFC 2045 §6.7) that end in CR LF.
struct MIMEMessage: Sendable, Hashable {
    let bytes: [UInt8]

    /// Creates the message of a mail: the same bytes at each try, where the mail has its id and date.
    /// - Parameters:
    ///   - time: the date of a mail that has none.
    ///   - random: the id of a mail that has none.
    init(_ mail: Mail, from: MailFrom, at time: Timestamp, random: any Randomness) {
        let id = mail.messageID ?? random.bytes(16).base64URL
        let domain = from.address.split(separator: "@").last.map(String.init) ?? "localhost"
        var lines = [
            "From: \(HeaderText.mailbox(from.address, name: from.name))",
            "To: \(HeaderText.oneLine(mail.recipient))",
            "Subject: \(HeaderText.unstructured(mail.subject))",
            "Date: \(Self.date(mail.writtenAt ?? time))",
            "Message-ID: <\(id)@\(domain)>",
            "MIME-Version: 1.0",
            // No answering machine replies to this (RFC 3834 §5).
            "Auto-Submitted: auto-generated",
        ]
        if let url = mail.unsubscribeURL {
            lines.append("List-Unsubscribe: <\(HeaderText.oneLine(url))>")
            // By one POST without a session, by https alone (RFC 8058 §3.1); else by the page, which asks first.
            if url.hasPrefix("https://") { lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click") }
        }
        func part(_ type: String, _ text: String) -> [String] {
            [
                "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
                QuotedPrintable.encode(text),
            ]
        }
        if let html = mail.html {
            // "=_" begins no line of quoted-printable (RFC 2045 §6.7).
            let boundary = "=_\(id)"
            lines += ["Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"", "", "--\(boundary)"]
            lines += part("text/plain", mail.text) + ["--\(boundary)"]
            lines += part("text/html", html) + ["--\(boundary)--", ""]
        } else {
            lines += part("text/plain", mail.text) + [""]
        }
        bytes = Array(lines.joined(separator: "\r\n").utf8)
    }

    /// Returns a date such as `Sun, 22 Nov 2026 16:03:12 +0000` (RFC 5322 §3.3).
    private static func date(_ time: Timestamp) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.weekday, .day, .month, .year, .hour, .minute, .second],
            from: Date(timeIntervalSince1970: TimeInterval(time.seconds)))
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int?) -> String { (value ?? 0) < 10 ? "0\(value ?? 0)" : "\(value ?? 0)" }
        let clock = [parts.hour, parts.minute, parts.second].map(two).joined(separator: ":")
        return "\(days[((parts.weekday ?? 1) + 6) % 7]), \(parts.day ?? 1) \(months[((parts.month ?? 1) + 11) % 12]) "
            + "\(parts.year ?? 1970) \(clock) +0000"
    }
}

/// Text in headers: one line to its reader, folded for the wire.
enum HeaderText {
    /// Replaces line breaks and control characters by spaces: a header must not end early.
    static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }

    /// Returns short ASCII as it is, other text as encoded words (RFC 2047 §2), a line each.
    static func unstructured(_ text: String) -> String {
        let text = oneLine(text)
        if text.utf8.count <= 60, text.utf8.allSatisfy({ $0 < 127 }), !text.contains("=?") { return text }
        var words: [String] = []
        var chunk: [UInt8] = []
        for character in text.unicodeScalars {
            let bytes = Array(String(character).utf8)
            // 39 bytes are 52 characters of base64: with a header's name before them a line of 76 (RFC 2047 §2).
            if chunk.count + bytes.count > 39 {
                words.append(encodedWord(chunk))
                chunk = []
            }
            chunk += bytes
        }
        return (words + [encodedWord(chunk)]).joined(separator: "\r\n ")
    }

    /// Returns a mailbox such as `Name <address>`.
    static func mailbox(_ address: String, name: String?) -> String {
        guard let name, !name.isEmpty else { return oneLine(address) }
        let isASCII = name.utf8.allSatisfy { (32..<127).contains($0) } && name.utf8.count <= 60
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        // The address has a line to itself: names may fill theirs.
        return "\(isASCII ? "\"\(quoted)\"" : unstructured(name))\r\n <\(oneLine(address))>"
    }

    private static func encodedWord(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}

/// The encoding quoted-printable (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let lineMax = 76

    static func encode(_ text: String) -> String {
        // "\r\n" is one Character, so each kind of line end is one separator.
        text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
            .map { encodeLine(Array($0.utf8)) }.joined(separator: "\r\n")
    }

    private static func encodeLine(_ bytes: [UInt8]) -> String {
        var lines: [String] = []
        var line = ""
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
            let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + hex(byte)
            // Space for the soft line break's own "=".
            if line.utf8.count + piece.utf8.count > lineMax - 1 {
                lines.append(line + "=")
                line = ""
            }
            line += piece
        }
        return (lines + [line]).joined(separator: "\r\n")
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.utf8.count == 1 ? "0" + text : text
    }
}
