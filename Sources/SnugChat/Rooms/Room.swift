/// Where people talk: a numbered log and the people who may read it.
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
    /// When it was made, or last written in.
    public var lastActivityAt: Timestamp

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
        lastActivityAt: Timestamp
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
    }
}

/// Someone's place in a room.
public struct Member: Sendable, Hashable {
    public var roomID: Room.ID
    public var userID: User.ID
    public var role: Role
    public var joinedAt: Timestamp
    /// Everything up to this seq has been read.
    public var readSeq: Int64
    public var notify: Notify

    public enum Role: String, Sendable, Hashable {
        /// Who made the room, or whom it passed to.
        case owner
        case member
    }

    /// What a member wants to hear of.
    public enum Notify: String, Sendable, Hashable {
        case everything, mentions, nothing
    }

    public init(
        roomID: Room.ID,
        userID: User.ID,
        role: Role,
        joinedAt: Timestamp,
        readSeq: Int64,
        notify: Notify = .everything
    ) {
        self.roomID = roomID
        self.userID = userID
        self.role = role
        self.joinedAt = joinedAt
        self.readSeq = readSeq
        self.notify = notify
    }
}

/// A member with the name that others see.
public struct NamedMember: Sendable, Hashable {
    public var member: Member
    public var name: String

    public init(member: Member, name: String) {
        self.member = member
        self.name = name
    }
}

/// A room as one member sees it in the room list. A direct room carries the other's name.
public struct RoomSummary: Sendable, Hashable {
    public var room: Room
    /// The viewer's own place, or nil where an open room is seen from outside.
    public var membership: Member?
    public var lastMessage: Message?
    /// Messages the viewer has not read that call them by name.
    public var mentions: Int64
    /// Whom a direct room is with.
    public var other: User.ID?

    public init(
        room: Room,
        membership: Member?,
        lastMessage: Message?,
        mentions: Int64 = 0,
        other: User.ID? = nil
    ) {
        self.room = room
        self.membership = membership
        self.lastMessage = lastMessage
        self.mentions = mentions
        self.other = other
    }

    /// Messages the viewer has not read; 0 from outside.
    public var unread: Int64 { membership.map { room.lastSeq - $0.readSeq } ?? 0 }
}

/// A room and everyone in it.
public struct RoomDetail: Sendable, Hashable {
    public var summary: RoomSummary
    public var members: [NamedMember]

    public init(summary: RoomSummary, members: [NamedMember]) {
        self.summary = summary
        self.members = members
    }
}

/// Where a member's copy of a room's log stands: what a socket starts from.
public struct Subscription: Sendable, Hashable {
    public var roomID: Room.ID
    public var lastSeq: Int64
    public var lastRev: Int64
    public var readSeq: Int64

    public init(roomID: Room.ID, lastSeq: Int64, lastRev: Int64, readSeq: Int64) {
        self.roomID = roomID
        self.lastSeq = lastSeq
        self.lastRev = lastRev
        self.readSeq = readSeq
    }
}
