/// A room as one member sees it in the room list.
///
/// A direct room carries the other's name.
public struct RoomSummary: Sendable, Hashable {
    public var room: Room
    /// The viewer's membership, or nil where an open room is seen from outside.
    public var membership: Member?
    public var lastMessage: Message?
    /// The number of messages the viewer has not read that mention them.
    public var mentions: Int64
    /// The other user of a direct room.
    public var other: User.ID?
    /// True where the account of the other of a direct room is out of use.
    public var isOtherDeactivated: Bool

    public init(
        room: Room,
        membership: Member?,
        lastMessage: Message?,
        mentions: Int64 = 0,
        other: User.ID? = nil,
        isOtherDeactivated: Bool = false
    ) {
        self.room = room
        self.membership = membership
        self.lastMessage = lastMessage
        self.mentions = mentions
        self.other = other
        self.isOtherDeactivated = isOtherDeactivated
    }

    /// The number of messages the viewer has not read; 0 from outside.
    public var unread: Int64 { membership.map { room.lastSeq - $0.readSeq } ?? 0 }

    /// The bytes that it takes to send it, roughly.
    var bytesSent: Int { 512 + room.name.utf8.count + (lastMessage?.bytesSent ?? 0) }

    /// Returns the summary with what holds at a moment.
    func holding(at now: Timestamp) -> RoomSummary {
        var summary = self
        summary.membership = membership?.holding(at: now)
        return summary
    }
}

/// A room and everyone in it.
public struct RoomDetail: Sendable {
    public var summary: RoomSummary
    public var members: Piece<NamedMember>

    public init(summary: RoomSummary, members: Piece<NamedMember>) {
        self.summary = summary
        self.members = members
    }
}
