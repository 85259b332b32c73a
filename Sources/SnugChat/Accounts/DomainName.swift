// Foundation and not its essentials alone: it brings Unicode's tables of domain names.
import Foundation

/// The name of a host or of a mail domain, in the ASCII form that DNS, SMTP, TLS and browsers' origins carry.
///
/// `müller.example` is `xn--mller-kva.example` however it is typed: in capitals, with combining accents, or in ASCII
/// already. *Source:* RFC 5890 §2.3.2.1 (A-labels), UTS 46 as the URL standard applies it (domain to ASCII).
public struct DomainName: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// The most bytes of a name (RFC 1035 §2.3.4, without the length bytes at both ends).
    private static let bytesMax = 253
    /// The most bytes of a label (RFC 1035 §2.3.4).
    private static let labelBytesMax = 63

    /// Creates a name from any of its spellings; nil unless each label is letters, digits and inner hyphens.
    ///
    /// An address such as `192.168.1.10` has the shape of a name; see ``isAddress``.
    public init?(_ typed: some StringProtocol) {
        // Four bytes hold any character, and a label in ASCII is no shorter than its characters.
        guard typed.utf8.count <= Self.bytesMax * 4 else { return nil }
        // Anything else in ASCII could mean something to the parser of URLs: a port, a path, a user.
        guard typed.unicodeScalars.allSatisfy({ !$0.isASCII || Self.isInLabel($0) || $0 == "." }),
            let text = Self.ascii(String(typed)), text.utf8.count <= Self.bytesMax
        else { return nil }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard
            labels.allSatisfy({ label in
                !label.isEmpty && label.utf8.count <= Self.labelBytesMax && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy(Self.isInLabel)
            })
        else { return nil }
        self.text = text
    }

    /// True if this is an IPv4 address in dotted decimal form: no top-level domain is a number (RFC 3696 §2).
    public var isAddress: Bool {
        text.split(separator: ".").last?.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ?? false
    }

    /// True if the name could be looked up anywhere: it has a dot, is no address, and is not this machine's own.
    public var isPublic: Bool { text.contains(".") && !isAddress && !text.hasSuffix(".localhost") }

    public var description: String { text }

    private static func isInLabel(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-")
    }

    private static func ascii(_ typed: String) -> String? {
        // Beyond ASCII, the tables know better what the small form of a letter is.
        let name = typed.utf8.allSatisfy { $0 < 128 } ? typed.lowercased() : typed
        if name.utf8.allSatisfy({ $0 < 128 }), !name.contains("xn--") { return name }
        guard let url = URLComponents(string: "http://\(name)/"), let encoded = url.encodedHost,
            // Punycode that stands for nothing has no Unicode form.
            url.host != nil
        else { return nil }
        return encoded.lowercased()
    }
}
