/// The words that someone looks for: all of them, the last perhaps as a beginning; phrases in quotation marks; and behind
/// a `-` what must not be there.
///
/// Any text is taken for words. The web client's `text/search-text.js` reads it alike, to mark what was found.
public struct SearchWords: Sendable, Hashable {
    let terms: [SearchTerm]

    /// - Throws: ``Refusal/invalid(_:)`` for a text without a word to be found, or with too much.
    public init(_ typed: String) throws(Refusal) {
        guard typed.utf8.count <= Limits.searchBytesMax else {
            throw .invalid("q", "A search has at most \(Limits.searchBytesMax) bytes.")
        }
        var terms: [SearchTerm] = []
        var mayGoOn = false
        for chunk in SearchChunk.chunks(of: typed) {
            let parts = SearchPart.parts(of: chunk.text)
            guard let last = parts.last else { continue }
            mayGoOn = !chunk.isQuoted && !chunk.isUnwanted && last.mayBeginWord
            terms.append(SearchTerm(parts: parts, isUnwanted: chunk.isUnwanted, isBeginning: false))
        }
        // Signs behind the last word do not end it.
        if mayGoOn { terms[terms.count - 1].isBeginning = true }
        guard terms.contains(where: { !$0.isUnwanted }) else {
            throw .invalid("q", "Please give a word to look for.")
        }
        guard terms.reduce(0, { $0 + $1.parts.count }) <= Limits.searchPartsMax else {
            throw .invalid("q", "A search has at most \(Limits.searchPartsMax) words.")
        }
        // Said twice, a word has as many places again in each text.
        self.terms = terms.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The number of words, those of phrases too: at most ``Limits/searchPartsMax``.
    public var count: Int { terms.reduce(0) { $0 + $1.parts.count } }

    /// Returns true if a text has all that is wanted and nothing that is not.
    func match(_ text: SearchText) -> Bool {
        terms.allSatisfy { term in (term.firstPlace(in: text) == nil) == term.isUnwanted }
    }

    /// Returns the places of what is wanted among a text's letters: ascending, with others between them.
    func places(in text: SearchText) -> [Range<Int>] {
        let found = terms.filter { !$0.isUnwanted }.flatMap { $0.places(in: text) }.sorted {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }
        return found.reduce(into: []) { places, place in
            if let last = places.last, place.lowerBound < last.upperBound {
                places[places.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                places.append(place)
            }
        }
    }
}

/// A word that is looked for, or several that stand together.
struct SearchTerm: Sendable, Hashable {
    /// One at least.
    var parts: [SearchPart]
    /// True for what must not be there.
    var isUnwanted: Bool
    /// True if the last part is the beginning of a word.
    var isBeginning: Bool

    func firstPlace(in text: SearchText) -> Range<Int>? {
        var first: Range<Int>?
        eachPlace(in: text) { place in
            first = place
            return false
        }
        return first
    }

    func places(in text: SearchText) -> [Range<Int>] {
        var places: [Range<Int>] = []
        eachPlace(in: text) { place in
            places.append(place)
            return true
        }
        return places
    }

    /// Hands on each place among a text's letters, until it is told to end.
    private func eachPlace(in text: SearchText, _ goesOn: (Range<Int>) -> Bool) {
        if parts.count == 1 {
            for piece in text.pieces where piece.isUnspaced == parts[0].isUnspaced {
                guard parts[0].isUnspaced else {
                    if has(text, piece, isLast: true), !goesOn(piece.letters) { return }
                    continue
                }
                guard parts[0].eachPlace(in: text.letters[piece.letters], goesOn) else { return }
            }
            return
        }
        for start in text.pieces.indices.dropLast(parts.count - 1) {
            let pieces = text.pieces[start..<start + parts.count]
            guard let place = place(of: pieces, in: text) else { continue }
            if !goesOn(place) { return }
        }
    }

    /// Returns the place of several parts, if these are the pieces that they stand in.
    private func place(of pieces: ArraySlice<SearchText.Piece>, in text: SearchText) -> Range<Int>? {
        guard let first = pieces.first, let last = pieces.last,
            !pieces.dropFirst().contains(where: \.beginsText),
            zip(parts, pieces).allSatisfy({ $0.isUnspaced == $1.isUnspaced }),
            // Letters of a script without spaces end where the first piece does, and begin where the last does.
            parts[0].isUnspaced
                ? text.letters[first.letters].suffix(parts[0].letters.count) == parts[0].letters
                : has(text, first, isLast: false),
            zip(parts, pieces).dropFirst().dropLast().allSatisfy({ $0.letters == text.letters[$1.letters] }),
            has(text, last, isLast: true)
        else { return nil }
        let ending = parts[parts.count - 1]
        let begin = first.letters.upperBound - (parts[0].isUnspaced ? parts[0].letters.count : first.letters.count)
        let end = ending.isUnspaced ? last.letters.lowerBound + ending.letters.count : last.letters.upperBound
        return begin..<end
    }

    /// Returns true if a piece is the first part, or the last.
    private func has(_ text: SearchText, _ piece: SearchText.Piece, isLast: Bool) -> Bool {
        let letters = text.letters[piece.letters]
        let part = isLast ? parts[parts.count - 1] : parts[0]
        return isLast && (isBeginning || part.isUnspaced)
            ? letters.starts(with: part.letters) : letters == part.letters
    }
}

/// A word, or letters of a script without spaces between words.
struct SearchPart: Sendable, Hashable {
    var letters: ArraySlice<UInt32>
    var isUnspaced: Bool

    static func parts(of text: String) -> [SearchPart] {
        let text = SearchText(text)
        return text.pieces.map { SearchPart(letters: text.letters[$0.letters], isUnspaced: $0.isUnspaced) }
    }

    /// True for a word of which only the first letters are kept.
    var isCut: Bool { !isUnspaced && letters.count >= Limits.searchWordLettersMax }

    /// True for a word that longer ones may begin with.
    var mayBeginWord: Bool { !isUnspaced && !isCut && letters.count >= Limits.searchBeginningLettersMin }

    /// Hands on each of its places among others' letters, one behind the other, in time that grows with both together
    /// (Knuth, Morris, Pratt 1977).
    /// - Returns: false where it was told to end.
    func eachPlace(in text: ArraySlice<UInt32>, _ goesOn: (Range<Int>) -> Bool) -> Bool {
        guard letters.count <= text.count else { return true }
        let wanted = Array(letters)
        let borders = Self.borders(of: wanted)
        var matched = 0
        for index in text.indices {
            while matched > 0, wanted[matched] != text[index] { matched = borders[matched - 1] }
            if wanted[matched] == text[index] { matched += 1 }
            guard matched == wanted.count else { continue }
            if !goesOn(index + 1 - matched..<index + 1) { return false }
            matched = 0
        }
        return true
    }

    /// Returns for each beginning the length of its longest ending that it begins with too.
    private static func borders(of letters: [UInt32]) -> [Int] {
        var borders = Array(repeating: 0, count: letters.count)
        var length = 0
        for index in letters.indices.dropFirst() {
            while length > 0, letters[length] != letters[index] { length = borders[length - 1] }
            if letters[length] == letters[index] { length += 1 }
            borders[index] = length
        }
        return borders
    }
}
