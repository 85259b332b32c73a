import SnugChat

/// The field that says whether a browser shows a file or keeps it, and under which name (RFC 6266).
struct ContentDisposition: Sendable, Hashable {
    /// True where it may be shown in its place, false where it is to be kept.
    let isInline: Bool
    let name: String

    init(isInline: Bool, name: String) {
        self.isInline = isInline
        let safe = FileName.safe(name)
        // A name of dots is a folder's.
        self.name = safe.allSatisfy { $0 == "." } ? "file" : safe
    }

    /// The field's value: the name in ASCII for old readers, and whole (RFC 8187).
    var value: String {
        let plain = String(String.UnicodeScalarView(name.unicodeScalars.map { Self.isPlain($0) ? $0 : "_" }))
        return "\(isInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(Self.encoded(name))"
    }

    /// Returns true for ASCII that every reader takes as it is: a quotation mark ends the plain name, and some undo
    /// percent-encoding in it too.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && scalar != "%" && scalar != "\""
    }

    /// Returns a text in UTF-8, percent-encoded but for `attr-char` (RFC 8187 §3.2.1).
    private static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let isPlain =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$&+-.^_`|~".utf8.contains(byte)
                }
            if isPlain {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
