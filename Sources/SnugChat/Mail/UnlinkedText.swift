extension String {
    /// The text without an address that a mail program would make a link of, and without what acts on the words beside it.
    ///
    /// Programs find addresses by a scheme, a domain's dots, an `@` or two backslashes, none of which goes over a space:
    /// one stands behind each, and the words stay legible. Full stops of other scripts part domains too (RFC 3490 §3.1).
    var unlinked: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.actsOnTerminal {
            if scalar.beginsPartOfAddress, let last = text.last, last.partsAddress, text.dropLast().last.isSeen {
                text.append(" ")
            }
            text.append(scalar)
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// True for what parts an address in a text.
    fileprivate var partsAddress: Bool { [".", ":", "@", "\\", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains(self) }

    /// True for what may follow that in an address: a letter, one that is not seen among them, or a further stroke.
    fileprivate var beginsPartOfAddress: Bool {
        properties.isAlphabetic || properties.generalCategory == .format || self == "/" || self == "\\"
    }
}

extension Unicode.Scalar? {
    /// True for a scalar that is no white space.
    fileprivate var isSeen: Bool { self.map { !$0.properties.isWhitespace } ?? false }
}
