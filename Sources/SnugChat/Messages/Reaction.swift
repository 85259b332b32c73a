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
    /// That is a single character (grapheme cluster, UAX #29) that can be drawn as one, at most
    /// ``Limits/emojiBytesMax`` bytes; U+FE0F, which asks for it to be drawn so, makes no difference.
    static func isEmoji(_ text: String) -> Bool {
        guard text.count == 1, text.utf8.count <= Limits.emojiBytesMax, let first = text.unicodeScalars.first else {
            return false
        }
        // Digits, # and * are the beginning of a keycap, and alone no emoji (UTS #51 §1.4.3).
        return first.properties.isEmoji && (!first.isASCII || text.unicodeScalars.contains("\u{20E3}"))
    }

    /// Returns the form by which emoji are compared: the same without U+FE0F, which keyboards add or leave out.
    public static func plain(_ emoji: String) -> String {
        String(String.UnicodeScalarView(emoji.unicodeScalars.filter { $0 != variationSelector }))
    }

    /// The sign that asks for the coloured form of a character, VS16 (UTS #51 §1.4.3).
    public static let variationSelector: Unicode.Scalar = "\u{FE0F}"
}
