import SnugChat

/// The field that says whether a browser shows a file or keeps it, and under which name (RFC 6266).
struct ContentDisposition: Sendable, Hashable {
    /// True where it may be shown in its place, false where it is to be kept.
    let isInline: Bool
    /// The name, in which nothing leads to another folder or writes backwards; at most ``Limits/attachmentNameBytesMax``.
    let name: String

    init(isInline: Bool, name: String) {
        self.isInline = isInline
        self.name = Self.safe(name)
    }

    /// The field's value: the name in ASCII for old readers, and whole (RFC 8187).
    var value: String {
        let plain = String(String.UnicodeScalarView(name.unicodeScalars.map { Self.isPlain($0) ? $0 : "_" }))
        return "\(isInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(Self.encoded(name))"
    }

    private static func safe(_ name: String) -> String {
        let kept = name.unicodeScalars.filter { !isDropped($0) }
        let text = String(String.UnicodeScalarView(kept)).trimmed
        // A name of dots is a folder's.
        return text.allSatisfy { $0 == "." } ? "file" : shortened(text)
    }

    /// Returns a name cut to the bytes that it may have, its ending kept.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > Limits.attachmentNameBytesMax else { return name }
        var ending = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= Limits.fileEndingBytesMax {
            ending = String(name[dot...])
        }
        var kept = String.UnicodeScalarView()
        var left = Limits.attachmentNameBytesMax - ending.utf8.count
        for scalar in name.unicodeScalars {
            left -= UTF8.width(scalar)
            if left < 0 { break }
            kept.append(scalar)
        }
        return String(kept) + ending
    }

    /// Returns true for what has no place in a name: controls, the separators of folders, quotation marks, and what turns
    /// the direction of writing (Unicode Technical Report 36 §2.5).
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "/", "\\", "\"", "\u{61C}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            true
        default:
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
            default: false
            }
        }
    }

    /// Returns true for ASCII that every reader takes as it is: some undo percent-encoding in the plain name too.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && scalar != "%"
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
