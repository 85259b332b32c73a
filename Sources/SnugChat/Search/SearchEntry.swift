/// A message as the index of words keeps it.
public struct SearchEntry: Sendable, Hashable {
    public var id: Message.ID
    public var roomID: Room.ID
    public var userID: User.ID
    /// The number of the message's latest change: with another, it says something else by now.
    public var rev: Int64
    public var day: Day
    /// The features that it has beside its words, in one order.
    public var features: [SearchFeature]
    /// The words, with spaces between them, as ``SearchKey`` looks for them; empty where nothing is to be kept.
    public var words: String

    /// Creates what is kept of a message; of one that was deleted it is nothing.
    public init(_ message: Message) {
        (id, roomID, userID, rev) = (message.id, message.roomID, message.userID, message.rev)
        day = Day(of: message.timestamp)
        let isThere = message.deletedAt == nil
        features = isThere ? SearchFeature.allCases.filter(message.features.contains) : []
        words = isThere ? SearchText(message.searchedTexts).indexedWords : ""
    }

    /// A name for the way in which entries are made: one by another name says nothing of the words in it.
    public static let version = "3-\(String(SearchFolding.fingerprint, radix: 16))"
}
