/// An emoji with the users who answered a message by it.
public struct Reaction: Sendable, Hashable {
    public var emoji: String
    /// The users, in the order in which they did.
    public var users: [User.ID]

    public init(emoji: String, users: [User.ID]) {
        self.emoji = emoji
        self.users = users
    }

    /// Returns true if a text is one emoji as people see it.
    ///
    /// That is a single character (grapheme cluster, UAX #29) that is drawn as one, at most ``Limits/emojiBytesMax``
    /// bytes.
    static func isEmoji(_ text: String) -> Bool {
        guard text.count == 1, text.utf8.count <= Limits.emojiBytesMax, let first = text.unicodeScalars.first else {
            return false
        }
        let isDrawn =
            first.properties.isEmojiPresentation || text.unicodeScalars.dropFirst().contains { $0.value == 0xFE0F }
        return first.properties.isEmoji && (isDrawn || first.value > 0xFF)
    }
}
