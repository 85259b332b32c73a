/// A search with its bounds.
public struct SearchQuery: Sendable, Hashable {
    public var words: SearchWords
    /// The room to search; nil for every room that the searcher is in.
    public var room: Room.ID?
    /// The author; nil for anyone.
    public var author: User.ID?
    /// A thing that a message has beside its words; nil for any message.
    public var feature: SearchFeature?
    /// The first day, in UTC; nil for any.
    public var since: Day?
    /// The last day, in UTC; nil for any.
    public var until: Day?

    public init(
        words: SearchWords, room: Room.ID? = nil, author: User.ID? = nil, feature: SearchFeature? = nil,
        since: Day? = nil, until: Day? = nil
    ) {
        self.words = words
        self.room = room
        self.author = author
        self.feature = feature
        self.since = since
        self.until = until
    }

    /// Returns true if a message of any room is what is looked for, as it now is.
    public func match(_ message: Message) -> Bool {
        guard message.deletedAt == nil, matchBounds(message) else { return false }
        if let feature, !message.features.contains(feature) { return false }
        return words.match(SearchText(message.searchedTexts))
    }

    /// Returns true if a message lies within the bounds that its own row tells.
    private func matchBounds(_ message: Message) -> Bool {
        if let room, message.roomID != room { return false }
        if let author, message.userID != author { return false }
        let day = Day(of: message.timestamp)
        return (since.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
    }
}

/// A thing that a message can have beside its words.
public enum SearchFeature: String, Sendable, Hashable, CaseIterable {
    /// A file of any kind.
    case file
    case image
    /// An address of the web.
    case link
}

extension Message {
    /// The texts by which it is found: what it says, and the names of its files.
    var searchedTexts: [String] { [content] + attachments.map(\.name) }

    /// The features that it has beside its words.
    var features: Set<SearchFeature> {
        var features: Set<SearchFeature> = []
        if !attachments.isEmpty { features.insert(.file) }
        if attachments.contains(where: { $0.type.hasPrefix("image/") }) { features.insert(.image) }
        if content.hasAddress { features.insert(.link) }
        return features
    }
}

extension String {
    /// True if it holds the beginning of an address of the web.
    fileprivate var hasAddress: Bool {
        var rest = utf8[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            let before = rest[..<colon].suffix(5)
            rest = rest[rest.index(after: colon)...]
            guard rest.starts(with: "//".utf8) else { continue }
            let scheme = String(decoding: before, as: UTF8.self).lowercased()
            if scheme == "https" || scheme.hasSuffix("http") { return true }
        }
        return false
    }
}

/// The messages that a search found, and the way to those behind them.
public struct SearchPage: Sendable, Hashable {
    /// The newest first.
    public var messages: [Message]
    /// The message before which the search goes on; nil where all has been looked at.
    public var next: Message.ID?

    public init(messages: [Message], next: Message.ID?) {
        self.messages = messages
        self.next = next
    }
}

/// The effort that one answer to a search is worth, where an index may be asked for as long as there is history.
public struct SearchEffort: Sendable, Hashable {
    /// The time for which the index is asked as a whole.
    public var patience: Duration
    /// Messages of other rooms, for each of one's own, behind which the index is asked for one's own by name: at least 2.
    ///
    /// It is another number each time: who knew it could tell by the time if others said a word once more.
    public var others: Double
    /// The spans of ``Limits/searchSpan`` for which the index is asked in any case, where it was asked as a whole in vain.
    public var spans: Int

    public init(patience: Duration, others: Double, spans: Int = Limits.searchSpansMin) {
        self.patience = patience
        self.others = others
        self.spans = spans
    }

    /// Returns the usual effort, with a number that nobody can predict.
    static func usual(by random: any Randomness) -> SearchEffort {
        let drawn = random.bytes(2).reduce(0) { $0 * 256 + Double($1) } / 65_536
        let bounds = Limits.searchOthersPerRoom
        return SearchEffort(
            patience: Limits.searchPatience,
            others: bounds.lowerBound + drawn * (bounds.upperBound - bounds.lowerBound))
    }
}
