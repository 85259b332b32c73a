import SnugChat

/// The words that stand in the index beside those of texts: none of them is one of letters and digits alone.
private enum IndexWord {
    static func room(_ id: Room.ID) -> String { "=r\(id)" }
    static func author(_ id: User.ID) -> String { "=u\(id)" }
    static func feature(_ feature: SearchFeature) -> String { "=\(feature.rawValue)" }
    /// The word of all messages whose numbers lie in one span: an index that has to look for what is in many messages
    /// looks among these alone.
    static func span(_ number: Int64) -> String { "=n\(number)" }
    /// The word of all longer ones that begin so: to gather these from the index costs as much as there are.
    static func beginning(_ letters: some StringProtocol) -> String { "+\(letters)" }
}

extension SearchEntry {
    /// All that the index holds of it, with spaces between: its words, beginnings of those that are longer, its room,
    /// author and features, and its place among all.
    var indexWords: String {
        var all = words
        // By scalars: a word may begin with a mark, which is no character of its own behind a space.
        for word in words.unicodeScalars.split(separator: " ") {
            for count in Limits.searchBeginningLetters {
                guard let end = word.index(word.startIndex, offsetBy: count, limitedBy: word.endIndex),
                    end < word.endIndex
                else { break }
                all += " \(IndexWord.beginning(Substring(word[..<end])))"
            }
        }
        let facts =
            [IndexWord.room(roomID), IndexWord.author(userID), IndexWord.span(id.rawValue / Limits.searchSpan)]
            + features.map(IndexWord.feature)
        for fact in facts { all += " \(fact)" }
        return all
    }

    /// A name for what the index holds of entries.
    static let indexVersion = "1-\(version)"
}

extension SearchQuery {
    /// Returns the question to the index: candidates, and every message that is looked for among them.
    ///
    /// There is nothing in it but quoted words of letters, digits and the two signs of ``IndexWord``.
    /// - Parameter spans: the spans of ``Limits/searchSpan`` that are of interest; there may be others in the answer.
    func indexQuestion(in rooms: [Room.ID], spans: ClosedRange<Int64>) -> String {
        var parts = words.wantedKeys.map(Self.question)
        if rooms.count <= Limits.searchRoomWordsMax { parts.append(Self.anyOf(rooms.map(IndexWord.room))) }
        if let author { parts.append(Self.quoted(IndexWord.author(author))) }
        if let feature { parts.append(Self.quoted(IndexWord.feature(feature))) }
        if spans.count <= Limits.searchSpanWordsMax { parts.append(Self.anyOf(spans.map(IndexWord.span))) }
        parts += words.unwantedKeys.map { "!" + Self.question($0) }
        return parts.joined(separator: " & ")
    }

    private static func question(_ key: SearchKey) -> String {
        key.isBeginning ? anyOf([key.word, IndexWord.beginning(key.word)]) : quoted(key.word)
    }

    private static func anyOf(_ words: [String]) -> String { "(\(words.map(quoted).joined(separator: " | ")))" }

    private static func quoted(_ word: String) -> String { "'\(word)'" }
}
