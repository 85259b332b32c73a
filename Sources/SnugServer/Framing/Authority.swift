/// A host with or without a port, as `Host` and a request's target name it (RFC 3986 §3.2).
struct Authority: Sendable, Hashable {
    /// The host's name or address in lower case, an IPv6 address in its brackets.
    let host: String
    let port: Int?

    /// Creates the authority that a text spells, or nil where it spells none: user names have no place in it.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var end = bytes.count
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")), bracket > 1,
                bytes[1..<bracket].allSatisfy(Self.isOfIPv6)
            else { return nil }
            end = bracket + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? end
            guard end > 0, bytes[..<end].allSatisfy(Self.isOfName) else { return nil }
        }
        host = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let rest = bytes[end...]
        guard !rest.isEmpty else {
            port = nil
            return
        }
        let digits = rest.dropFirst()
        guard rest.first == UInt8(ascii: ":"), digits.allSatisfy(Self.isDigit) else { return nil }
        // A colon without a port behind it is the scheme's own (RFC 3986 §3.2.3).
        port = digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF8.self))
        guard digits.isEmpty || (port.map { $0 <= 65_535 } ?? false) else { return nil }
    }

    /// True for an address or a name of the machine itself.
    var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
            || (host.hasPrefix("127.") && host.utf8.allSatisfy { Self.isDigit($0) || $0 == UInt8(ascii: ".") })
    }

    /// True for letters, digits and what every shell takes for itself.
    var isPlain: Bool { host.utf8.allSatisfy { Self.isDigit($0) || Self.isLetter($0) || "-.:[]".utf8.contains($0) } }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isOfIPv6(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || ":.%".utf8.contains(byte) }

    /// Returns true for a byte of a name; a comma is none here, as it would join two hosts.
    private static func isOfName(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || "-._~%!$&'()*+;=".utf8.contains(byte)
    }
}
