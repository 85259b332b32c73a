/// Words that stand together in an index of ``SearchText/indexedWords``.
public struct SearchPhrase: Sendable, Hashable {
    /// The words in their order, one at least, each of letters and digits alone.
    public var words: [String]
    /// True if the last is the beginning of a word.
    public var isBeginning: Bool
}

extension SearchWords {
    /// The phrases that are in every text which is found; in others too, where not all can be said by phrases.
    public var wantedPhrases: [SearchPhrase] { terms.filter { !$0.isUnwanted }.flatMap { $0.phrases.all } }

    /// The phrases that are in no text which is found; what cannot be said so is not among them.
    public var unwantedPhrases: [SearchPhrase] {
        terms.filter(\.isUnwanted).flatMap { $0.phrases.isExact ? $0.phrases.all : [] }
    }
}

extension SearchTerm {
    /// The phrases that are in every text with this term, and true if they are in no other.
    fileprivate var phrases: (all: [SearchPhrase], isExact: Bool) {
        var words: [String] = []
        var alone: [SearchPhrase] = []
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            if part.isUnspaced, isLast, part.letters.count == 1 {
                // Pairs may begin with it: it is found among the letters that are kept alone.
                alone.append(SearchPhrase(words: [Self.word(part.letters)], isBeginning: false))
            } else if part.isUnspaced {
                words += zip(part.letters, part.letters.dropFirst()).map { Self.word([$0, $1]) }
                if !isLast { words.append(Self.word(part.letters.suffix(1))) }
            } else {
                words.append(Self.word(part.letters))
            }
        }
        let isExact = !parts.contains(where: \.isCut) && (alone.isEmpty || words.isEmpty)
        return (words.isEmpty ? alone : [SearchPhrase(words: words, isBeginning: isBeginning)] + alone, isExact)
    }

    private static func word(_ letters: some Sequence<UInt32>) -> String {
        var word = String.UnicodeScalarView()
        word.appendWord(letters)
        return String(word)
    }
}
