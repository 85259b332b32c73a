/// A numbered log of messages, and the people who may read it.
public struct Room: Sendable, Hashable {
    public typealias ID = Identifier<Room>
    public var id: ID
    /// Empty for a direct room, which each of the two sees under the other's name.
    public var name: String
    public var kind: Kind
    public var createdBy: User.ID
    public var createdAt: Timestamp
    /// The number of the newest message; 0 while there is none.
    public var lastSeq: Int64
    /// The number of the newest change to a message; 0 while there is none.
    public var lastRev: Int64
    public var memberCount: Int64
    /// The time at which it was made, or last written in.
    public var lastActivityAt: Timestamp
    /// True for the one open room where newcomers land.
    public var welcomes: Bool

    /// A kind of room, which decides who may find and join it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Two people; the same two always meet in the same one.
        case direct
        /// Members only.
        case group
        /// Anyone signed in may join.
        case open
    }

    public init(
        id: ID,
        name: String,
        kind: Kind,
        createdBy: User.ID,
        createdAt: Timestamp,
        lastSeq: Int64,
        lastRev: Int64,
        memberCount: Int64,
        lastActivityAt: Timestamp,
        welcomes: Bool = false
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.lastSeq = lastSeq
        self.lastRev = lastRev
        self.memberCount = memberCount
        self.lastActivityAt = lastActivityAt
        self.welcomes = welcomes
    }
}
