/// A part of what someone typed into a search: text between spaces, or between quotation marks.
struct SearchChunk: Hashable {
    var text: String
    var isQuoted = false
    /// True behind a minus.
    var isUnwanted = false
    /// True for the last of all.
    var isLast = false

    /// Divides what was typed.
    ///
    /// A quotation mark that nothing closes holds to the end, as it does while it is typed.
    static func chunks(of typed: String) -> [SearchChunk] {
        var chunks: [SearchChunk] = []
        var rest = Array(typed.unicodeScalars)[...]
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
        if !chunks.isEmpty { chunks[chunks.count - 1].isLast = true }
        return chunks
    }

    /// Keyboards make curved marks of straight ones.
    private static let quotes = Set<Unicode.Scalar>([
        "\"", "\u{AB}", "\u{BB}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}", "\u{FF02}",
    ])
    private static let minuses = Set<Unicode.Scalar>(["-", "\u{2212}"])

    /// Returns true for what a minus in front says no to: elsewhere it is a dash.
    private static func isBeginning(_ scalar: Unicode.Scalar) -> Bool {
        quotes.contains(scalar) || !SearchText(String(scalar)).pieces.isEmpty
    }
}
