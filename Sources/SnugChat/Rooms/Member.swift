/// The company that someone finds in a room, as far as it decides if they can post there.
public enum Company: String, Sendable, Hashable {
    case here
    /// The other has left the direct room.
    case left
    /// The account of the other of a direct room is out of use.
    case outOfUse = "out_of_use"
}

/// A user's membership of a room.
public struct Member: Sendable, Hashable {
    public var roomID: Room.ID
    public var userID: User.ID
    public var role: Role
    public var joinedAt: Timestamp
    /// The seq up to which everything has been read.
    public var readSeq: Int64
    /// The newest reading position that others were told.
    public var toldSeq: Int64
    public var notify: Notify
    /// The moment from which on it is ``notifyAfter``; nil where it stays.
    public var notifyUntil: Timestamp?
    /// The level that held before the one with an end, and does again; nil where it stays.
    public var notifyAfter: Notify?
    /// True where the room stands at the top of the member's list.
    public var isPinned: Bool

    /// A member's rights in the room.
    public enum Role: String, Sendable, Hashable {
        /// The maker of the room, or the member it passed to; in a direct room nobody.
        case owner
        case member
    }

    /// The messages that a member wants to be notified of.
    public enum Notify: String, Sendable, Hashable {
        case everything, mentions, nothing
    }

    /// - Parameter toldSeq: the newest position that others were told; nil for the reading position itself.
    public init(
        roomID: Room.ID,
        userID: User.ID,
        role: Role,
        joinedAt: Timestamp,
        readSeq: Int64,
        toldSeq: Int64? = nil,
        notify: Notify = .everything,
        notifyUntil: Timestamp? = nil,
        notifyAfter: Notify? = nil,
        isPinned: Bool = false
    ) {
        self.roomID = roomID
        self.userID = userID
        self.role = role
        self.joinedAt = joinedAt
        self.readSeq = readSeq
        self.toldSeq = toldSeq ?? readSeq
        self.notify = notify
        self.notifyUntil = notifyUntil
        self.notifyAfter = notifyAfter
        self.isPinned = isPinned
    }

    /// Returns the membership with what holds at a moment: a level whose time is over is the one before again.
    func holding(at now: Timestamp) -> Member {
        guard let notifyUntil, !notifyUntil.isPending(at: now, within: Limits.notifyUntilMax) else { return self }
        var member = self
        member.notify = notifyAfter ?? .everything
        member.notifyUntil = nil
        member.notifyAfter = nil
        return member
    }

    /// Returns the membership as someone sees it: of others the reading position that they were told.
    func seen(by viewer: User.ID) -> Member {
        var member = self
        if userID != viewer { member.readSeq = toldSeq }
        return member
    }
}

/// A reading position that has moved.
public struct ReadPosition: Sendable, Hashable {
    public var seq: Int64
    /// True where the others in the room are told.
    public var isTold: Bool

    public init(seq: Int64, isTold: Bool) {
        self.seq = seq
        self.isTold = isTold
    }
}

/// A member with the name and the picture that others see.
public struct NamedMember: Sendable, Hashable {
    public var member: Member
    public var name: String
    /// The ``Picture/tag`` of their picture; nil where they have none.
    public var picture: String?

    public init(member: Member, name: String, picture: String? = nil) {
        self.member = member
        self.name = name
        self.picture = picture
    }

    /// The bytes that it takes to send it, roughly.
    var bytesSent: Int { 128 + name.utf8.count }
}
