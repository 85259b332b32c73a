/// A word by which an index of ``SearchText/indexedWords`` is asked.
///
/// Messages that are found by one are then looked at as a whole. The order of words is not asked for: an index compares
/// the places of words in long messages, which anyone can write, without a bound.
public struct SearchKey: Sendable, Hashable {
    /// The word, of letters and digits alone.
    public var word: String
    /// True if longer words count that begin with it: it has one of ``Limits/searchBeginningLetters``.
    public var isBeginning = false
}

extension SearchWords {
    /// The keys of every text which is found, and of others too.
    public var wantedKeys: [SearchKey] { terms.filter { !$0.isUnwanted }.flatMap(\.keys) }

    /// The keys of texts that are not found; of those that one key does not tell there is none.
    public var unwantedKeys: [SearchKey] {
        terms.filter { $0.isUnwanted && $0.isOneWord }.flatMap(\.keys)
    }
}

extension SearchTerm {
    /// The keys of every text with this term: at most ``Limits/searchKeysMax``.
    fileprivate var keys: [SearchKey] {
        var keys: [SearchKey] = []
        for (number, part) in parts.enumerated() {
            if part.isUnspaced {
                keys += zip(part.letters, part.letters.dropFirst()).map { SearchKey([$0, $1]) }
                if part.letters.count == 1 { keys.append(SearchKey(part.letters)) }
            } else if isBeginning, number == parts.count - 1 {
                keys.append(SearchKey(beginning: part.letters))
            } else {
                keys.append(SearchKey(part.letters))
            }
        }
        var known: Set<SearchKey> = []
        return Array(keys.filter { known.insert($0).inserted }.prefix(Limits.searchKeysMax))
    }

    /// True if each text with its key has this term.
    fileprivate var isOneWord: Bool {
        parts.count == 1 && (parts[0].isUnspaced ? parts[0].letters.count <= 2 : !parts[0].isCut)
    }
}

extension SearchKey {
    fileprivate init(_ letters: some Sequence<UInt32>) {
        var words = IndexedWords(capacity: 32)
        words.append(letters)
        self.init(word: words.text)
    }

    /// A beginning as the index has it, which is that of more words than were meant.
    fileprivate init(beginning letters: ArraySlice<UInt32>) {
        self.init(letters.prefix(Limits.searchBeginningLetters.last { $0 <= letters.count } ?? 0))
        isBeginning = true
    }
}
