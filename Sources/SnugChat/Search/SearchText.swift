/// The words of a text as search knows them, with their places in it.
///
/// A run of letters is one piece: a word, or of a script without spaces between words all that stands together. To
/// make them takes time and memory in proportion to the text.
struct SearchText {
    /// A run of letters, none of which is a separator.
    struct Piece {
        /// The places of its letters in ``SearchText/letters``.
        var letters: Range<Int>
        /// True for a script without spaces between words, of which any part is looked for.
        var isUnspaced: Bool
        /// True if another text begins with it: nothing goes on from the piece before.
        var beginsText: Bool
    }

    /// The folded letters of all pieces.
    private(set) var letters: [UInt32] = []
    private(set) var pieces: [Piece] = []
    /// The places of the letters in the bytes of the text that each comes from: where it begins, and where what belongs
    /// to it ends.
    private(set) var begins: [Int32] = []
    private(set) var ends: [Int32] = []

    init(_ text: String) { add(text) }

    /// Takes the pieces of several texts, over whose bounds nothing is found.
    init(_ texts: [String]) {
        for text in texts { add(text) }
    }

    private mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            letters.reserveCapacity(letters.count + bytes.count)
            begins.reserveCapacity(begins.count + bytes.count)
            ends.reserveCapacity(ends.count + bytes.count)
        }
        var reader = Reader(piecesBefore: pieces.count)
        var place: Int32 = 0
        for scalar in text.unicodeScalars {
            let begin = place
            place += Int32(UTF8.width(scalar))
            if scalar.value == Self.nonJoiner, reader.isInside, let last = letters.last, Self.arabic.contains(last) {
                take(.separator, begin..<place, &reader)
                continue
            }
            SearchFolding.fold(scalar.value) { element in
                take(element, begin..<place, &reader)
            }
        }
    }

    /// A sign that nobody sees: it stands between the parts of a word in Persian, as a space would, and within a letter
    /// elsewhere.
    private static let nonJoiner: UInt32 = 0x200C
    private static let arabic: ClosedRange<UInt32> = 0x0600...0x06FF

    /// The state between two letters of one text.
    private struct Reader {
        /// The pieces of the texts before.
        let piecesBefore: Int
        var isInside = false
    }

    private mutating func take(_ element: SearchFolding.Element, _ place: Range<Int32>, _ reader: inout Reader) {
        let (letter, isUnspaced): (UInt32, Bool)
        switch element {
        case .separator:
            reader.isInside = false
            return
        case .mark:
            if reader.isInside { ends[ends.count - 1] = place.upperBound }
            return
        case .letter(let found): (letter, isUnspaced) = (found, false)
        case .unspaced(let found): (letter, isUnspaced) = (found, true)
        }
        if reader.isInside, let last = pieces.last, last.isUnspaced == isUnspaced {
            if isUnspaced, let one = SearchFolding.composed(letters[letters.count - 1], letter) {
                letters[letters.count - 1] = one
                ends[ends.count - 1] = place.upperBound
                return
            }
            // Nobody looks for the rest of such a word, which is mostly none.
            if !isUnspaced, last.letters.count >= Limits.searchWordLettersMax {
                ends[ends.count - 1] = place.upperBound
                return
            }
            pieces[pieces.count - 1].letters = last.letters.lowerBound..<letters.count + 1
        } else {
            pieces.append(
                Piece(
                    letters: letters.count..<letters.count + 1, isUnspaced: isUnspaced,
                    beginsText: pieces.count == reader.piecesBefore))
        }
        letters.append(letter)
        begins.append(place.lowerBound)
        ends.append(place.upperBound)
        reader.isInside = true
    }
}

extension SearchText {
    /// Returns the letters of a piece.
    func text(_ piece: Piece) -> ArraySlice<UInt32> { letters[piece.letters] }

    /// The words that an index keeps of it, with spaces between them, in one order, as they have to be said again to be
    /// removed.
    ///
    /// Of a script without spaces these are all pairs of neighbours and, behind everything, each letter alone.
    var indexedWords: String {
        var words = IndexedWords(capacity: letters.count * 2)
        var alone: Set<UInt32> = []
        for piece in pieces {
            let letters = text(piece)
            guard piece.isUnspaced else {
                words.append(letters)
                continue
            }
            for (first, second) in zip(letters, letters.dropFirst()) { words.append([first, second]) }
            alone.formUnion(letters)
        }
        for letter in alone.sorted() { words.append([letter]) }
        return words.text
    }
}
