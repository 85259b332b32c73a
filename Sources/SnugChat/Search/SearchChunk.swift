/// A part of what someone typed into a search: text between spaces, or between quotation marks.
struct SearchChunk: Hashable {
    var text: String
    var isQuoted = false
    /// True behind a minus.
    var isUnwanted = false

    /// Divides what was typed.
    ///
    /// A quotation mark that nothing closes holds to the end, as it does while it is typed.
    static func chunks(of typed: String) -> [SearchChunk] {
        var chunks: [SearchChunk] = []
        var rest = abbreviated(Array(typed.unicodeScalars))[...]
        while let first = rest.first {
            if first.properties.isWhitespace {
                rest.removeFirst()
                continue
            }
            var chunk = SearchChunk(text: "")
            if minuses.contains(first), rest.dropFirst().first.map(isBeginning) ?? false {
                chunk.isUnwanted = true
                rest.removeFirst()
            }
            if let next = rest.first, quotes.contains(next) {
                chunk.isQuoted = true
                rest.removeFirst()
            }
            let text = rest.prefix { scalar in
                !quotes.contains(scalar) && (chunk.isQuoted || !scalar.properties.isWhitespace)
            }
            chunk.text.unicodeScalars.append(contentsOf: text)
            rest = rest.dropFirst(text.count)
            if chunk.isQuoted { rest = rest.dropFirst() }
            chunks.append(chunk)
        }
        return chunks
    }

    /// Keyboards make curved marks of straight ones.
    private static let quotes = Set<Unicode.Scalar>([
        "\"", "\u{AB}", "\u{BB}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{FF02}",
    ])
    private static let minuses = Set<Unicode.Scalar>(["-", "\u{2212}"])

    /// Returns what was typed with the sign of Hebrew abbreviations for the quotation mark that stands in for it on
    /// keyboards: between two letters it opens nothing.
    private static func abbreviated(_ typed: [Unicode.Scalar]) -> [Unicode.Scalar] {
        typed.indices.map { index in
            guard quotes.contains(typed[index]), index > 0, index + 1 < typed.count,
                hebrew.contains(typed[index - 1]), hebrew.contains(typed[index + 1])
            else { return typed[index] }
            return "\u{5F4}"
        }
    }

    private static let hebrew: ClosedRange<Unicode.Scalar> = "\u{5D0}"..."\u{5EA}"

    /// Returns true for what a minus in front says no to: elsewhere it is a dash.
    private static func isBeginning(_ scalar: Unicode.Scalar) -> Bool {
        quotes.contains(scalar) || !SearchText(String(scalar)).pieces.isEmpty
    }
}
