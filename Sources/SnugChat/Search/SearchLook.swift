/// The messages that one search has found so far, and how much it may still look at.
public struct SearchLook {
    private let limit: Int
    /// The bytes that one byte of a message counts for: with more words there is more to compare.
    private let weight: Int
    public private(set) var found: [Message] = []
    private var looksLeft = Limits.searchLooksMax
    private var bytesLeft = Limits.searchLookBytesMax
    /// The message before which nothing was looked at; nil where the search has not begun.
    public private(set) var place: Message.ID?

    /// - Parameter limit: the messages of a page, at least 1.
    public init(limit: Int, words: SearchWords) {
        self.limit = limit
        weight = max(1, words.count / Limits.searchWordsCheap)
    }

    /// True once there is one more than fits, or too much was looked at.
    public var isOver: Bool { found.count > limit || looksLeft <= 0 || bytesLeft <= 0 }

    /// Takes a message that was looked at.
    public mutating func take(_ message: Message, isFound: Bool) {
        looksLeft -= 1
        bytesLeft -= message.content.utf8.count * weight
        place = message.id
        if isFound { found.append(message) }
    }

    /// Takes it that there is nothing else from a message on.
    public mutating func take(all first: Message.ID) { place = first }

    /// Returns the page, where everything has been looked at or not.
    public func page(isAll: Bool) -> SearchPage {
        if found.count > limit { return SearchPage(messages: Array(found.prefix(limit)), next: found[limit - 1].id) }
        return SearchPage(messages: found, next: isAll ? nil : place)
    }
}
