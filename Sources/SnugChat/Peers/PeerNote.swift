/// A node's name to the others that serve a store, while it runs: after each start it is another.
public struct PeerID: Sendable, Hashable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// A node's word to the others of what is never stored: who is there, who looks and who types.
///
/// Each node numbers its changes of who is there, so that whoever missed one asks for all. Nothing is written anywhere,
/// and a node that says nothing for ``Limits/peerKeptFor`` has nobody any more.
public struct PeerNote: Sendable, Hashable {
    public var from: PeerID
    public var content: Content

    public enum Content: Sendable, Hashable {
        /// A user is typing in a room.
        case typing(Room.ID, User.ID)
        /// People came to the node or left it, at most ``Limits/peerPeopleAtOnce``; the number ascends by 1.
        case changes(number: Int64, [PeerChange])
        /// A part, from 0 on, of those who are there after a number of changes.
        case list(number: Int64, part: Int, count: Int, [User.ID])
        /// The node runs, and has told so many changes.
        case beat(number: Int64)
        /// The node wants to know who is there, from one of the others or, without one, from all.
        case question(PeerID?)
        /// People look at one of their clients at the node, at most ``Limits/peerPeopleAtOnce``.
        case looking([User.ID])
        /// People look at none of them any more.
        case lookedAway([User.ID])
        /// The node stops.
        case end
    }

    public init(from: PeerID, _ content: Content) {
        self.from = from
        self.content = content
    }
}

/// A change of who is there, as others see it.
public struct PeerChange: Sendable, Hashable {
    public var user: User.ID
    public var isOnline: Bool
    /// The moment at which someone went; nil for whoever came, or hides that they are there.
    public var lastSeen: Timestamp?

    public init(_ user: User.ID, isOnline: Bool, lastSeen: Timestamp? = nil) {
        self.user = user
        self.isOnline = isOnline
        self.lastSeen = lastSeen
    }
}
