/// The people that a message calls by name.
public enum Mentions: Sendable, Hashable {
    /// These, at most ``Limits/mentionsMax``.
    case users(Set<User.ID>)
    /// Everyone who is in the room, or will be.
    case everyone

    /// Nobody.
    public static let nobody = Mentions.users([])

    /// The number of things to note.
    var count: Int {
        switch self {
        case .users(let users): users.count
        case .everyone: 1
        }
    }
}

/// The calls of one person in one room, or those of everyone there.
public struct MentionList: Sendable, Hashable {
    public var room: Room.ID
    /// The person; nil for everyone.
    public var user: User.ID?

    public init(room: Room.ID, user: User.ID?) {
        self.room = room
        self.user = user
    }
}

/// A message's text, with the places at which it may call someone.
struct MentionText: Sendable {
    private let scalars: [UInt32]
    /// The places behind each sign, ascending.
    private let starts: [Int]

    /// Returns true if a text holds a sign at all: most do not.
    static func mayCall(_ content: String) -> Bool {
        content.utf8.contains(UInt8(ascii: "@")) || content.unicodeScalars.contains("\u{FF20}")
    }

    /// Returns nil where the text calls nobody, whoever is in the room.
    ///
    /// The first ``Limits/mentionSignsMax`` signs are looked at.
    init?(_ content: String) {
        guard Self.mayCall(content) else { return nil }
        let scalars = NameFolding.folded(content)
        starts = scalars.indices.lazy.filter { scalars[$0] == NameFolding.sign }.prefix(Limits.mentionSignsMax)
            .filter { NameFolding.mayPrecede($0 == 0 ? nil : scalars[$0 - 1]) }
            .map { $0 + 1 }
        if starts.isEmpty { return nil }
        self.scalars = scalars
    }

    /// Returns whom the text calls in a room; all but the author.
    func mentions(of names: MemberNames, by author: User.ID) -> Mentions {
        var called: Set<User.ID> = []
        for start in starts {
            switch names.called(by: scalars[start...]) {
            case .everyone?: return .everyone
            case .users(let users)?:
                for user in users.sorted() where user != author && called.count < Limits.mentionsMax {
                    called.insert(user)
                }
            case nil: continue
            }
        }
        return .users(called)
    }
}
